import { defineAction, idOf, newId, unopened } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { dyingOnEachLine, tablesSaying } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CancelProposal } from '../closing/cancel-proposal.js';
import { EndLeftHearings } from '../closing/end-left-hearings.js';
import { WithdrawProposal } from '../closing/withdraw-proposal.js';
import { governanceInvariants } from '../governance.invariants.js';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import { RecountFiles } from '../recount/recount.queries.js';
import {
  brokenLaws,
  createDecisionWorld,
  memberActor,
  ruleLike,
} from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { HearingQueries } from './hearing.queries.js';
import { SealHearings } from './seal-hearings.js';

const Hear = defineAction({
  kind: 'sealed-member.hear',
  payload: z.strictObject({ memberId: idOf('Member') }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  service: null,
  summary: () => 'Hears a member.',
  run: async () => undefined,
  isHearing: true,
});

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(4);
  const window = { ...ruleLike().window, urgentMinimumHours: 12 };
  await world.adopt.execute(world.system, {
    key: 'plain',
    title: 'Plain',
    rule: ruleLike({ tieRule: 'run-off', window }),
  });
});
afterAll(() => world.close());

const word = 'zqplanted';
const voter = (n: number) => world.voters[n]!;
const person = () => voter(0);
const proposer = () => voter(1);
const said = {
  title: `Title ${word}`,
  body: `Body ${word}`,
  urgentReason: `Urgent ${word}`,
  endedReason: null,
};

async function drafted(): Promise<string> {
  const { title, body, urgentReason } = said;
  const { proposalId } = await world.draft.execute(proposer(), {
    title,
    body,
    urgentReason,
    windowHours: 24,
    policyKey: 'plain',
    actions: [Hear.of({ memberId: person().memberId ?? '' })],
  });
  return proposalId;
}

async function opened(): Promise<string> {
  const proposalId = await drafted();
  await world.open.execute(proposer(), { proposalId });
  return proposalId;
}

const cast = (by: Actor, proposalId: string, mark = 'agree') =>
  world.cast.execute(by, { proposalId, mark, reason: `Reason ${word}` });

async function close(proposalId: string): Promise<void> {
  world.clock.advance({ days: 2 });
  await world.closing.execute(world.system, { proposalId });
}

const hearings = new HearingQueries();
const proposals = () => new ProposalQueries(world.votes);
const words = async (reader: Actor, id: string) =>
  (await world.unitOfWork.read(reader, (tx) => hearings.words(tx, [id]))).get(id) ?? null;
const reasons = async (reader: Actor, id: string) => {
  const ballots = await world.asOwner<{ id: string; proposalId: string }>(
    'select id, proposal_id as "proposalId" from governance.ballots where proposal_id = $1',
    [id],
  );
  const found = await world.unitOfWork.read(reader, (tx) => hearings.reasons(tx, ballots));
  return [...found.values()].map(({ reason }) => reason);
};
const shown = async (reader: Actor, id: string) => {
  const [row] = await world.unitOfWork.read(reader, (tx) => proposals().byIds(tx, [id]));
  return row;
};
const saying = () => tablesSaying((text, values) => world.asOwner(text, values), word);

describe('what is said in a hearing', () => {
  it('is in no column, in no search and in no list, from its draft to its end', async () => {
    const id = await opened();
    await cast(voter(2), id);
    await cast(voter(2), id, 'disagree');
    await new CancelProposal(world.unitOfWork).execute(world.secretary, {
      proposalId: id,
      reason: `Ended ${word}`,
    });
    const decided = await opened();
    await cast(proposer(), decided);
    await close(decided);
    expect(await saying()).toEqual([]);
    for (const one of [id, decided]) {
      expect(await shown(voter(2), one)).toMatchObject({
        title: 'Hearing',
        body: '',
        urgentReason: null,
        endedReason: null,
        isHearing: true,
      });
    }
    const found = await world.unitOfWork.read(proposer(), (tx) =>
      proposals().page(tx, { text: word }, { first: 5 }),
    );
    expect(found.rows).toEqual([]);
    expect(await words(proposer(), id)).toMatchObject({ ...said, endedReason: `Ended ${word}` });
  });

  it('is read by whom it concerns, as long as it does', async () => {
    const late = memberActor(world.cooperativeId, newId());
    const cast4 = [proposer(), person(), voter(2), late, world.secretary] as const;
    const partner: Actor = { ...late, kind: 'partner', memberId: null, partnerId: newId() };
    const strangers: readonly Actor[] = [
      { ...late, kind: 'anonymous', memberId: null },
      partner,
      memberActor(world.cooperativeId, newId(), ['auditor']),
      memberActor(newId(), voter(2).memberId ?? '', ['secretary']),
      world.system,
    ];
    const readers = async (id: string) => {
      for (const nobody of strangers) {
        expect(await words(nobody, id)).toBeNull();
        expect(await reasons(nobody, id)).toEqual([]);
      }
      const all = await Promise.all(cast4.map((reader) => words(reader, id)));
      return all.map((one) => (one === null ? '-' : one.lookedAt.length));
    };
    const why = async (id: string) =>
      (await Promise.all(cast4.map((reader) => reasons(reader, id)))).map(({ length }) => length);
    const id = await drafted();
    // The person is the secretary's own member: as the secretary they are shown their own as well.
    expect(await readers(id)).toEqual([0, '-', '-', '-', '-']);
    await world.open.execute(proposer(), { proposalId: id });
    expect(await readers(id)).toEqual([1, 1, 1, '-', 1]);
    await cast(voter(2), id);
    expect(await why(id)).toEqual([1, 1, 1, 0, 1]);
    await close(id);
    expect(await world.stateOf(id)).toBe('queued');
    expect(await readers(id)).toEqual([1, 1, 1, '-', 1]);
    const refused = await opened();
    await cast(voter(2), refused, 'disagree');
    await close(refused);
    expect(await world.stateOf(refused)).toBe('rejected');
    expect(await readers(refused)).toEqual([1, 1, '-', '-', 1]);
    expect(await why(refused)).toEqual([0, 1, 0, 0, 1]);
  });

  it('is sealed anew in its run-off, and opens there', async () => {
    const id = await opened();
    await cast(voter(2), id);
    await cast(voter(3), id, 'disagree');
    await close(id);
    const [again] = await world.asOwner<{ id: string; words_sealed: Buffer }>(
      'select id, words_sealed from governance.proposals where run_off_of_id = $1',
      [id],
    );
    expect(await words(voter(2), again?.id ?? '')).toMatchObject(said);
    const move = `update governance.proposals p set words_sealed = o.words_sealed
      from governance.proposals o where p.id = $1 and o.id = $2`;
    const there = await drafted();
    const [own] = await world.asOwner<{ sealed: Buffer }>(
      'select words_sealed as sealed from governance.proposals where id = $1',
      [there],
    );
    await world.asOwner(move, [there, id]);
    expect(await words(proposer(), there)).toMatchObject({ title: unopened, body: unopened });
    await world.asOwner('update governance.proposals set words_sealed = $2 where id = $1', [
      there,
      own?.sealed,
    ]);
    expect(await saying()).toEqual([]);
  });

  it('is counted again from the same file before and after it went', async () => {
    const id = await opened();
    await cast(voter(2), id);
    await close(id);
    const files = new RecountFiles();
    const file = () => world.unitOfWork.read(voter(2), (tx) => files.text(tx, id, 'members'));
    const before = await file();
    expect(before).not.toContain(word);
    await world.asOwner('alter table governance.proposals disable trigger user');
    await world.asOwner(
      `update governance.proposals set closed_at = now() - interval '91 days' where id = $1`,
      [id],
    );
    const closedLong = await file();
    await world.asOwner('alter table governance.proposals enable trigger user');
    await world.asOwner(`update governance.proposals set words_sealed = null where id = $1`, [id]);
    expect(await words(person(), id)).toBeNull();
    expect(await shown(voter(2), id)).toMatchObject({ title: 'Hearing' });
    expect(await file()).toBe(closedLong);
  });
});

/** As a process of the version before wrote it. */
async function plainOne(): Promise<string> {
  const id = await opened();
  await cast(voter(2), id);
  await world.asOwner('alter table governance.proposals disable trigger user');
  await world.asOwner('alter table governance.ballots disable trigger user');
  await world.asOwner(
    `update governance.proposals set title = $2, body = $3, urgent_reason = $4, words_sealed = null
     where id = $1`,
    [id, said.title, said.body, said.urgentReason],
  );
  await world.asOwner(
    `update governance.ballots set reason = $2, reason_sealed = null where proposal_id = $1`,
    [id, `Reason ${word}`],
  );
  await world.asOwner('alter table governance.proposals enable trigger user');
  await world.asOwner('alter table governance.ballots enable trigger user');
  return id;
}

describe('a hearing of before', () => {
  it('is read as any other, and sealed by a job, wherever that was stopped before', async () => {
    const ids = [await plainOne(), await plainOne(), await plainOne()];
    const seal = new SealHearings(world.unitOfWork);
    const law = governanceInvariants.filter(({ name }) => name.endsWith('hearings-are-sealed'));
    await world.asOwner(
      `insert into platform.jobs (id, cooperative_id, name, key, payload, status, max_attempts,
         run_at, created_at, finished_at)
       values (gen_random_uuid(), $1, 'governance.seal-hearings', 'today', '{}', 'done', 3, now(),
         now(), now())`,
      [world.cooperativeId],
    );
    expect(await brokenLaws(world, law)).toHaveLength(1);
    const asRead = async () => {
      for (const id of ids) {
        expect(await shown(voter(2), id)).toMatchObject({ title: 'Hearing', body: '' });
        expect(await words(voter(2), id)).toMatchObject(said);
        expect(await reasons(voter(2), id)).toEqual([`Reason ${word}`]);
      }
    };
    await asRead();
    const deaths = await dyingOnEachLine(() => seal.execute(world.system), asRead);
    expect(deaths).toBeGreaterThan(8);
    await asRead();
    expect(await seal.execute(world.system)).toBe(0);
    expect(await saying()).toEqual([]);
    expect(await brokenLaws(world, law)).toEqual([]);
    await expect(seal.execute(voter(2))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('keeps none of the others plain where it cannot be sealed', async () => {
    const ids = [await plainOne(), await plainOne(), await plainOne()];
    const seal = new SealHearings(world.unitOfWork);
    await world.asOwner(`create function governance.refuse_one() returns trigger
      language plpgsql as $$ begin raise exception 'this one is not'; end $$`);
    await world.asOwner(`create trigger refuse_one before update on governance.proposals
      for each row when (old.id = '${ids[0]}') execute function governance.refuse_one()`);
    await expect(seal.execute(world.system)).rejects.toThrow('this one is not');
    const plain = () =>
      world.asOwner<{ id: string }>(
        `select id from governance.proposals where is_hearing and words_sealed is null
           and title <> 'Hearing'`,
      );
    expect(await plain()).toEqual([{ id: ids[0] }]);
    await world.asOwner('drop trigger refuse_one on governance.proposals');
    expect(await seal.execute(world.system)).toBe(1);
    expect(await plain()).toEqual([]);
  });

  it('is ended, decided and put again while it is plain still', async () => {
    const [ended, tied] = [await plainOne(), await plainOne()];
    await new CancelProposal(world.unitOfWork).execute(world.secretary, {
      proposalId: ended,
      reason: `Ended ${word}`,
    });
    await cast(voter(3), tied, 'disagree');
    await close(tied);
    await new SealHearings(world.unitOfWork).execute(world.system);
    expect(await saying()).toEqual([]);
    expect(await words(proposer(), ended)).toMatchObject({ endedReason: `Ended ${word}` });
    const [again] = await world.asOwner<{ id: string }>(
      'select id from governance.proposals where run_off_of_id = $1',
      [tied],
    );
    expect(await words(voter(2), again?.id ?? '')).toMatchObject(said);
  });
});

describe('the database', () => {
  it('lets nobody write what is said in a hearing as it is', async () => {
    const id = await opened();
    const sealed = 'lies sealed';
    const [draft] = [await drafted()];
    const plain = `insert into governance.proposals (id, cooperative_id, title, body, policy_id,
        state, window_hours, visibility, created_at, is_hearing)
      select gen_random_uuid(), cooperative_id, 'Plain', '', policy_id, 'draft', 24, 'members',
        now(), true from governance.proposals where id = $1`;
    await expect(world.asOwner(plain, [id])).rejects.toThrow(new RegExp(sealed));
    for (const set of [`title = 'Plain'`, `body = 'plain'`, `urgent_reason = 'plain'`]) {
      const write = `update governance.proposals set ${set} where id = $1`;
      await expect(world.asOwner(write, [draft])).rejects.toThrow(/sealed/);
      const unsealed = `update governance.proposals set words_sealed = null, ${set} where id = $1`;
      await expect(world.asOwner(unsealed, [draft])).rejects.toThrow(/sealed/);
    }
    const end = `update governance.proposals set state = 'cancelled', ended_at = now(),
      ended_reason = 'plain' where id = $1`;
    await expect(world.asOwner(end, [id])).rejects.toThrow(new RegExp(sealed));
    const ballot = `insert into governance.ballots (id, cooperative_id, proposal_id, member_id,
        mark, weight, reason, cast_at, cast_via)
      select gen_random_uuid(), e.cooperative_id, e.proposal_id, e.member_id, '"agree"', e.weight,
        'plain', p.opened_at, 'session' from governance.electorate e
        join governance.proposals p on p.id = e.proposal_id where p.id = $1 limit 1`;
    await expect(world.asOwner(ballot, [id])).rejects.toThrow(/sealed/);
  });

  it('knows a hearing by what it would do', async () => {
    const { proposalId } = await world.draft.execute(proposer(), {
      title: 'Plain',
      body: '',
      policyKey: 'plain',
      actions: [],
    });
    const act = `insert into governance.actions (id, cooperative_id, proposal_id, ordinal, kind,
      payload, state) values (gen_random_uuid(), $1, $2, 0, 'member.expel', '{}', 'pending')`;
    await expect(world.asOwner(act, [world.cooperativeId, proposalId])).rejects.toThrow(
      'is a hearing',
    );
  });
});

describe('a draft of a hearing', () => {
  it('ends after ninety days in which nobody touched it, and its words go', async () => {
    const [old, young] = [await drafted(), await drafted()];
    world.clock.advance({ days: 89 });
    const end = new EndLeftHearings(world.unitOfWork);
    const before = await end.execute(world.system);
    expect(await world.stateOf(old)).toBe('draft');
    await world.asOwner('alter table governance.proposals disable trigger user');
    await world.asOwner(
      `update governance.proposals set created_at = created_at + interval '2 days' where id = $1`,
      [young],
    );
    await world.asOwner('alter table governance.proposals enable trigger user');
    world.clock.advance({ days: 2 });
    expect(await end.execute(world.system)).toBeGreaterThan(0);
    expect(before).toBeGreaterThanOrEqual(0);
    expect([await world.stateOf(old), await world.stateOf(young)]).toEqual(['cancelled', 'draft']);
    expect(await words(proposer(), old)).toBeNull();
    expect(await words(proposer(), young)).toMatchObject(said);
    const told = await world.asOwner(
      'select 1 from platform.facts where subject_id = $1 and type = $2',
      [old, 'governance.DraftDiscarded'],
    );
    expect(told).toHaveLength(1);
    await expect(end.execute(voter(2))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('that looked for seconders is also the person’s, as others could read it', async () => {
    const rule = ruleLike({ secondersNeeded: 1 });
    await world.adopt.execute(world.system, { key: 'seconded', title: 'Seconded', rule });
    const { proposalId } = await world.draft.execute(proposer(), {
      title: said.title,
      body: said.body,
      policyKey: 'seconded',
      actions: [Hear.of({ memberId: person().memberId ?? '' })],
    });
    const row = await world.asOwner(
      `select title, body, words_sealed is null as plain from governance.proposals where id = $1`,
      [proposalId],
    );
    expect(row).toEqual([{ title: 'Hearing', body: '', plain: false }]);
    const read = { title: said.title, body: said.body };
    // Each view of somebody else’s is the person’s to know.
    const lookedAt = [person().memberId];
    expect(await words(voter(2), proposalId)).toMatchObject({ ...read, lookedAt });
    const suspended = { ...person(), standing: 'suspended' as const };
    const own = async () =>
      (
        await world.unitOfWork.read(suspended, (tx) => hearings.aboutReader(tx, { first: 50 }))
      ).rows.find(({ id }) => id === proposalId);
    expect(await own()).toMatchObject({ ...read, state: 'draft' });
    await new WithdrawProposal(world.unitOfWork).execute(proposer(), { proposalId });
    expect(await words(voter(2), proposalId)).toBeNull();
    expect(await own()).toMatchObject({ ...read, state: 'withdrawn' });
    expect(await words(proposer(), proposalId)).toMatchObject(read);
  });

  it('that looked for seconders and was left is theirs for ninety days more', async () => {
    const { proposalId } = await world.draft.execute(proposer(), {
      title: said.title,
      body: said.body,
      policyKey: 'seconded',
      actions: [Hear.of({ memberId: person().memberId ?? '' })],
    });
    world.clock.advance({ days: 91 });
    await new EndLeftHearings(world.unitOfWork).execute(world.system);
    expect(await world.stateOf(proposalId)).toBe('cancelled');
    const read = { title: said.title, body: said.body };
    expect(await words(person(), proposalId)).toMatchObject(read);
    expect(await words(proposer(), proposalId)).toMatchObject(read);
  });

  it('ends with the others where its words do not open', async () => {
    const [one, other, last] = [await drafted(), await drafted(), await drafted()];
    const swap = `update governance.proposals set words_sealed = $2 where id = $1`;
    await world.asOwner('alter table governance.proposals disable trigger user');
    await world.asOwner(swap, [one, Buffer.from('of another secret')]);
    world.clock.advance({ days: 91 });
    const end = new EndLeftHearings(world.unitOfWork);
    await world.asOwner('alter table governance.proposals enable trigger user');
    expect(await end.execute(world.system)).toBeGreaterThan(2);
    for (const id of [one, other, last]) {
      expect(await world.stateOf(id)).toBe('cancelled');
      expect(await words(proposer(), id)).toBeNull();
    }
  });
});
