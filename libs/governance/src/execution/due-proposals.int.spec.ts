import { CodedError, defineAction, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { whileHeld } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { governanceInvariants } from '../governance.invariants.js';
import type { DecisionWorld, StanceRule } from '../testing/decision-world.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import { DropLeftCandidates } from './drop-left-candidates.js';
import { DueProposals } from './due-proposals.js';

const write = sql(
  'governance-test.put-on-the-shelf',
  `insert into platform.facts (id, type, version, subject_kind, subject_id, visibility, data,
     cooperative_id, actor_kind, via, request_id, occurred_at)
   values ($1, 'test.Put', 1, 'proposal', $2, 'private', jsonb_build_object('thing', $5::text), $3,
     'system', 'job', '', $4)`,
);

/** Keeps what is put on it, but for what it refuses. */
class Shelf {
  readonly refusals = new Map<string, Error>();

  async put(tx: Tx, proposalId: string, thing: string): Promise<void> {
    await tx.run(write, [newId(), proposalId, tx.cooperativeId, tx.now, thing]);
    const refusal = this.refusals.get(thing);
    if (refusal !== undefined) throw refusal;
  }
}

const PutOnShelf = defineAction({
  kind: 'shelf.put',
  payload: z.strictObject({ thing: z.string() }),
  underPolicies: ['majority'],
  proposable: true,
  strangersRead: 'decision',
  service: Shelf,
  summary: ({ thing }) => `Puts ${thing} on the shelf.`,
  run: (shelf, tx, { thing }, { id }) => shelf.put(tx, id, thing),
});

const shelf = new Shelf();
let world: DecisionWorld;
let due: DueProposals;
beforeAll(async () => {
  world = await createDecisionWorld(3, [shelf]);
  const { unitOfWork, openNoticed, closing, execute } = world;
  due = new DueProposals(
    unitOfWork,
    openNoticed,
    closing,
    execute,
    new DropLeftCandidates(unitOfWork),
  );
});
beforeEach(async () => {
  shelf.refusals.clear();
  await due.execute(world.system);
});
afterAll(() => world.close());

async function open(things: readonly string[], changes: Partial<StanceRule> = {}) {
  const key = `p-${newId()}`;
  await world.adopt.execute(world.system, { key, title: 'A policy', rule: ruleLike(changes) });
  const actions = things.map((thing) => PutOnShelf.of({ thing }));
  const terms = { title: 'A shelf', body: '', policyKey: key, actions };
  const { proposalId } = await world.draft.execute(world.voters[0]!, terms);
  await world.open.execute(world.voters[0]!, { proposalId });
  return proposalId;
}

async function passed(things: readonly string[], changes: Partial<StanceRule> = {}) {
  const proposalId = await open(things, changes);
  await world.vote(proposalId, 1, 'agree');
  world.clock.advance({ days: 6 });
  await world.closing.execute(world.system, { proposalId });
  return proposalId;
}

const execute = (proposalId: string) => world.execute.execute(world.system, { proposalId });
const retry = (proposalId: string) => world.retry.execute(world.secretary, { proposalId });
const refuse = (thing: string) =>
  shelf.refusals.set(thing, new CodedError('SHELF_FULL', 'conflict', 'The shelf is full.'));
const putBy = async (proposalId: string) =>
  (
    await world.asOwner<{ thing: string }>(
      `select data ->> 'thing' as thing from platform.facts
       where type = 'test.Put' and subject_id = $1 order by id`,
      [proposalId],
    )
  ).map(({ thing }) => thing);
const actionsOf = (proposalId: string) =>
  world.asOwner(
    `select state, attempts from governance.actions where proposal_id = $1 order by ordinal`,
    [proposalId],
  );
const byMs = (ms: number) => world.clock.set(new Date(world.clock.now().getTime() + ms));

describe('several actions of a proposal', () => {
  it('are done in their order, told one by one, and then the whole', async () => {
    const proposalId = await passed(['pots', 'pans', 'cups']);
    expect(await execute(proposalId)).toBe('executed');
    expect(await putBy(proposalId)).toEqual(['pots', 'pans', 'cups']);
    const told = await world.asOwner<{ type: string; times: number }>(
      `select type, count(*)::int as times from platform.facts
       where subject_id = $1 and type like 'governance.%Executed' group by type order by type`,
      [proposalId],
    );
    expect(told).toEqual([
      { type: 'governance.ActionExecuted', times: 3 },
      { type: 'governance.ProposalExecuted', times: 1 },
    ]);
  });

  it('are done all or none: what was done before the one that fails is undone', async () => {
    const proposalId = await passed(['pots', 'piano', 'cups']);
    refuse('piano');
    expect(await execute(proposalId)).toBe('failed');
    expect(await putBy(proposalId)).toEqual([]);
    expect(await actionsOf(proposalId)).toEqual([
      { state: 'pending', attempts: 0 },
      { state: 'failed', attempts: 1 },
      { state: 'pending', attempts: 0 },
    ]);
    shelf.refusals.clear();
    await retry(proposalId);
    expect(await execute(proposalId)).toBe('executed');
    expect(await putBy(proposalId)).toEqual(['pots', 'piano', 'cups']);
    expect((await actionsOf(proposalId))[1]).toEqual({ state: 'executed', attempts: 2 });
  });
});

describe('an execution that failed', () => {
  const conflict = { code: 'PROPOSAL_STATUS_CONFLICT' };

  it('is tried again by one of two who ask, and each time by a job of its own', async () => {
    const proposalId = await passed(['piano']);
    refuse('piano');
    for (let time = 0; time < 2; time += 1) {
      expect(await execute(proposalId)).toBe('failed');
      const attempts = await Promise.allSettled([retry(proposalId), retry(proposalId)]);
      const refused = attempts.filter(({ status }) => status === 'rejected');
      expect(refused).toMatchObject([{ reason: conflict }]);
    }
    const [row] = await world.asOwner(
      `select count(*)::int as jobs from platform.jobs
       where name = 'governance.execute-proposal' and payload ->> 'proposalId' = $1`,
      [proposalId],
    );
    expect(row).toEqual({ jobs: 3 });
  });

  it('is all that is tried again: nothing that waits, or that was done', async () => {
    const proposalId = await passed(['pots']);
    await expect(retry(proposalId)).rejects.toMatchObject(conflict);
    await execute(proposalId);
    await expect(retry(proposalId)).rejects.toMatchObject(conflict);
    expect(await putBy(proposalId)).toEqual(['pots']);
  });

  it('lapses instead when its time is over', async () => {
    const proposalId = await passed(['piano'], { executionWithinHours: 24 });
    refuse('piano');
    await execute(proposalId);
    shelf.refusals.clear();
    world.clock.advance({ hours: 24 });
    byMs(1);
    await retry(proposalId);
    expect(await world.stateOf(proposalId)).toBe('expired');
    expect(await execute(proposalId)).toBe('not-queued');
    expect(await putBy(proposalId)).toEqual([]);
  });
});

describe('at the very instant', () => {
  it('at which the timelock runs out, it is done; just before, it is not', async () => {
    const proposalId = await passed(['pots'], { timelockHours: 24 });
    world.clock.advance({ hours: 24 });
    byMs(-1);
    expect(await execute(proposalId)).toBe('not-due');
    byMs(1);
    expect(await execute(proposalId)).toBe('executed');
  });

  it('at which its time is over, what failed still waits; just after, it lapses', async () => {
    const rule = { timelockHours: 24, executionWithinHours: 48 };
    refuse('pans');
    const [last, late] = [await open(['pots'], rule), await open(['pans'], rule)];
    for (const proposalId of [last, late]) await world.vote(proposalId, 1, 'agree');
    world.clock.advance({ days: 6 });
    for (const proposalId of [last, late]) {
      await world.closing.execute(world.system, { proposalId });
    }
    world.clock.advance({ hours: 24 });
    expect(await execute(late)).toBe('failed');
    world.clock.advance({ hours: 48 });
    expect(await execute(late)).toBe('not-queued');
    byMs(1);
    expect(await execute(last)).toBe('executed');
    expect(await execute(late)).toBe('expired');
    expect(await putBy(late)).toEqual([]);
  });
});

describe('a subject whose proposal passed', () => {
  it('has it carried out: while that waits, it is not cancelled, nor asked again', async () => {
    const subject = { kind: 'shelf', id: newId() };
    const key = `p-${newId()}`;
    await world.adopt.execute(world.system, { key, title: 'A policy', rule: ruleLike() });
    const terms = { title: 'A shelf', body: '', policyKey: key, subject };
    const openFor = () =>
      world.unitOfWork.run(world.system, (tx) =>
        world.proposals.openFor(tx, { ...terms, actions: [PutOnShelf.of({ thing: 'pots' })] }),
      );
    const { proposalId } = await openFor();
    await world.vote(proposalId, 1, 'agree');
    world.clock.advance({ days: 6 });
    await world.closing.execute(world.system, { proposalId });
    // Whoever carries it out holds it; who holds its subject does not wait for them.
    const row = `select from governance.proposals where id = '${proposalId}'`;
    const cancelled = await whileHeld(world, row, () =>
      world.unitOfWork.run(world.system, (tx) =>
        world.proposals.cancelFor(tx, subject, 'Too late.'),
      ),
    );
    expect([cancelled, await world.stateOf(proposalId)]).toEqual([false, 'queued']);
    await expect(openFor()).rejects.toMatchObject({ code: 'SUBJECT_HAS_OPEN_PROPOSAL' });
    expect(await execute(proposalId)).toBe('executed');
  });
});

describe('what is due and was not done', () => {
  it('is opened, closed and carried out by the sweep, step by step, and once', async () => {
    const noticed = await open(['pots'], { noticeHours: 48 });
    expect(await due.execute(world.system)).toBe(0);
    world.clock.advance({ hours: 48 });
    expect(await due.execute(world.system)).toBe(1);
    expect(await world.stateOf(noticed)).toBe('open');
    await world.vote(noticed, 1, 'agree');
    world.clock.advance({ days: 6 });
    expect(await due.execute(world.system)).toBe(1);
    expect(await world.stateOf(noticed)).toBe('queued');
    expect(await due.execute(world.system)).toBe(1);
    expect(await putBy(noticed)).toEqual(['pots']);
    expect(await due.execute(world.system)).toBe(0);
  });

  it('is not kept waiting by one that cannot be moved, which is told', async () => {
    const [stuck, sound] = [await passed(['piano']), await passed(['pots'])];
    shelf.refusals.set('piano', new CodedError('UNAVAILABLE', 'unavailable', 'busy'));
    await expect(due.execute(world.system)).rejects.toMatchObject({
      errors: [{ code: 'UNAVAILABLE' }],
    });
    expect([await world.stateOf(stuck), await world.stateOf(sound)]).toEqual([
      'queued',
      'executed',
    ]);
  });

  it('is of the co-operative that is swept, by the service itself', async () => {
    const proposalId = await passed(['pots']);
    const elsewhere = { ...world.system, cooperativeId: newId() };
    expect(await due.execute(elsewhere)).toBe(0);
    expect(await world.stateOf(proposalId)).toBe('queued');
    await expect(due.execute(world.secretary)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('after all this', () => {
  it('every law of both rooms holds', async () => {
    const laws = [...governanceInvariants, ...votingInvariants];
    expect(await brokenLaws(world, laws)).toEqual([]);
  });
});
