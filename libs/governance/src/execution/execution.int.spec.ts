import { CodedError, defineAction, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { governanceInvariants } from '../governance.invariants.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { DropLeftCandidates } from './drop-left-candidates.js';
import { DueProposals } from './due-proposals.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';

const write = sql(
  'governance-test.leave-a-trace',
  `insert into platform.facts (id, type, version, subject_kind, subject_id, visibility, data,
     cooperative_id, actor_kind, via, request_id, occurred_at)
   values (gen_random_uuid(), 'test.Effect', 1, 'proposal', $1, 'private', '{}', $2, 'system',
     'job', '', $3)`,
);

/** Leaves a trace, and then fails when it is told to. */
class Kettles {
  failure: Error | null = null;

  async buy(tx: Tx, proposalId: string): Promise<void> {
    await tx.run(write, [proposalId, tx.cooperativeId, tx.now]);
    if (this.failure !== null) throw this.failure;
  }
}

const BuyKettle = defineAction({
  kind: 'test.buy-kettle',
  payload: z.strictObject({}),
  underPolicies: ['majority'],
  proposable: true,
  strangersRead: 'decision',
  service: Kettles,
  summary: () => 'Buys a kettle.',
  run: (kettles, tx, _payload, { id }) => kettles.buy(tx, id),
});

const kettles = new Kettles();
const action = BuyKettle.of({});
let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(3, [kettles]);
});
beforeEach(() => {
  kettles.failure = null;
});
afterAll(() => world.close());

async function passed(changes: Parameters<typeof ruleLike>[0] = {}): Promise<string> {
  const proposalId = await world.openUnder(ruleLike(changes), { action });
  await world.vote(proposalId, 1, 'agree');
  world.clock.advance({ days: 6 });
  await world.closing.execute(world.system, { proposalId });
  return proposalId;
}

const execute = (proposalId: string) => world.execute.execute(world.system, { proposalId });
const effectsOf = async (proposalId: string) =>
  (
    await world.asOwner(
      `select 1 from platform.facts where type = 'test.Effect' and subject_id = $1`,
      [proposalId],
    )
  ).length;

describe('executing what was decided', () => {
  it('happens exactly once, however many workers try', async () => {
    const proposalId = await passed();
    expect(await world.stateOf(proposalId)).toBe('queued');
    const results = await Promise.all([1, 2, 3].map(() => execute(proposalId)));
    expect(results.toSorted()).toEqual(['executed', 'not-queued', 'not-queued']);
    expect(await effectsOf(proposalId)).toBe(1);
    expect(await world.stateOf(proposalId)).toBe('executed');
  });

  it('waits for the timelock', async () => {
    const proposalId = await passed({ timelockHours: 24 });
    expect(await execute(proposalId)).toBe('not-due');
    world.clock.advance({ hours: 24 });
    expect(await execute(proposalId)).toBe('executed');
  });

  it('that fails halfway leaves nothing but the failure, and can be tried again', async () => {
    const proposalId = await passed();
    kettles.failure = new CodedError('TEST_REFUSED', 'conflict', 'The kettle is sold out.');
    expect(await execute(proposalId)).toBe('failed');
    expect(await effectsOf(proposalId)).toBe(0);
    expect(await world.stateOf(proposalId)).toBe('execution-failed');
    const rows = await world.asOwner(
      'select state, attempts, failure_code from governance.actions where proposal_id = $1',
      [proposalId],
    );
    expect(rows).toEqual([{ state: 'failed', attempts: 1, failure_code: 'TEST_REFUSED' }]);
    kettles.failure = null;
    expect(await execute(proposalId)).toBe('not-queued');
    await world.retry.execute(world.secretary, { proposalId });
    expect(await execute(proposalId)).toBe('executed');
    expect(await effectsOf(proposalId)).toBe(1);
  });

  it('keeps to itself what an unforeseen error says', async () => {
    const proposalId = await passed();
    kettles.failure = new Error('password=hunter2');
    expect(await execute(proposalId)).toBe('failed');
    const rows = await world.asOwner(
      'select failure_code, failure_message from governance.actions where proposal_id = $1',
      [proposalId],
    );
    expect(rows).toEqual([{ failure_code: 'INTERNAL', failure_message: 'Something went wrong.' }]);
  });

  it('is tried again by the job itself when the database was only busy', async () => {
    const proposalId = await passed();
    kettles.failure = new CodedError('UNAVAILABLE', 'unavailable', 'busy');
    await expect(execute(proposalId)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await world.stateOf(proposalId)).toBe('queued');
    kettles.failure = null;
    expect(await execute(proposalId)).toBe('executed');
  });

  it.each([
    new Error('Connection terminated unexpectedly'),
    Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
    Object.assign(new Error('terminating connection'), { code: '57P01' }),
  ])('is tried again by the job itself when a connection was lost: %s', async (lost) => {
    const proposalId = await passed();
    kettles.failure = lost;
    await expect(execute(proposalId)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    kettles.failure = null;
    expect(await execute(proposalId)).toBe('executed');
    expect(await effectsOf(proposalId)).toBe(1);
  });

  it('gets its attempt after an outage, however late; what then fails lapses', async () => {
    const [sound, sad] = [
      await passed({ executionWithinHours: 24 }),
      await passed({ executionWithinHours: 24 }),
    ];
    world.clock.advance({ days: 30 });
    expect(await execute(sound)).toBe('executed');
    expect(await effectsOf(sound)).toBe(1);
    kettles.failure = new CodedError('TEST_REFUSED', 'conflict', 'The kettle is sold out.');
    expect(await execute(sad)).toBe('failed');
    expect(await execute(sad)).toBe('expired');
    expect(await world.stateOf(sad)).toBe('expired');
  });

  it('that failed lapses when its time is over, though nobody has it tried again', async () => {
    const proposalId = await passed({ executionWithinHours: 24 });
    kettles.failure = new CodedError('TEST_REFUSED', 'conflict', 'The kettle is sold out.');
    expect(await execute(proposalId)).toBe('failed');
    kettles.failure = null;
    const { unitOfWork, openNoticed, closing } = world;
    const left = new DropLeftCandidates(unitOfWork);
    const due = new DueProposals(unitOfWork, openNoticed, closing, world.execute, left);
    world.clock.advance({ hours: 24 });
    await due.execute(world.system);
    expect(await world.stateOf(proposalId)).toBe('execution-failed');
    world.clock.advance({ hours: 1 });
    await due.execute(world.system);
    expect(await world.stateOf(proposalId)).toBe('expired');
    expect(await due.execute(world.system)).toBe(0);
    expect(await effectsOf(proposalId)).toBe(0);
  });

  it('never follows a proposal that was rejected', async () => {
    const proposalId = await world.openUnder(ruleLike(), { action });
    await world.vote(proposalId, 1, 'disagree');
    world.clock.advance({ days: 6 });
    await world.closing.execute(world.system, { proposalId });
    expect(await execute(proposalId)).toBe('not-queued');
    expect(await effectsOf(proposalId)).toBe(0);
  });

  it('is retried only by those who hold the office', async () => {
    const proposalId = await passed();
    const attempt = world.retry.execute(world.voters[1]!, { proposalId });
    await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('after all this', () => {
  it('every law of the room holds', async () => {
    expect(await brokenLaws(world, [...governanceInvariants, ...votingInvariants])).toEqual([]);
  });
});
