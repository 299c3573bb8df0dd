import { canonicalJson } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { dyingOnEachLine, foundAfter } from '@rochdale/testing';
import { ownDetachedVotes } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBox, poolSize, votingInvariants } from '../../../voting/src/testing/inside.js';
import {
  brokenLaws,
  createVotingWorld,
  memberActor,
  ruleLike,
} from '../../../voting/src/testing/voting-world.js';
import type { VotingWorld } from '../../../voting/src/testing/voting-world.js';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import { checkFile, findReceipt } from '../recount/check-file.js';
import type { RecountFile } from '../recount/recount-file.js';
import { RecountFiles } from '../recount/recount.queries.js';
import { sealed } from '../recount/seals.js';
import { CancelProposal } from './cancel-proposal.js';

const size = 2 * poolSize + 7;
const detached = { secrecy: 'detached', secretUntilClosed: true, reasons: 'none' } as const;
const rule = (changes: object = {}) => ruleLike({ ...detached, ...changes });

let world: VotingWorld;
beforeAll(async () => {
  world = await createVotingWorld(size);
});
afterAll(() => world.close());

const cast = (proposalId: string, nth: number, mark = 'agree') =>
  world.cast.execute(world.voters[nth] as Actor, { proposalId, mark });

const boxOf = async (proposalId: string) => {
  const [box] = await world.asOwner<{
    held: number;
    inbox: Buffer | null;
    chest: Buffer | null;
    counted: { mark: string; ballots: number }[] | null;
    receipts: string[] | null;
  }>('select * from governance.ballot_boxes where proposal_id = $1', [proposalId]);
  if (box === undefined) throw new Error('it has a box');
  return box;
};

const votedIn = async (proposalId: string): Promise<number> => {
  const rows = await world.asOwner('select from governance.turnout where proposal_id = $1', [
    proposalId,
  ]);
  return rows.length;
};

/** In how many ballots each mark lies in the box, as long as it is sealed. */
async function insideOf(proposalId: string) {
  const { inbox, chest } = await boxOf(proposalId);
  const parts = [openBox(proposalId, inbox), openBox(proposalId, chest)];
  return parts.flatMap((part) => part?.marks ?? ['it does not open']).toSorted();
}

const record = async (): Promise<string[]> => {
  const rows = await world.asOwner<{ kind: string }>(
    `select 'fact ' || type as kind from platform.facts
     union all select 'job ' || name from platform.jobs`,
  );
  return rows.map(({ kind }) => kind).toSorted();
};

const tally = async (proposalId: string) => {
  const queries = new ProposalQueries(world.votes);
  const [found] = await world.unitOfWork.read(world.voters[1] as Actor, (tx) =>
    queries.tallies(tx, [proposalId]),
  );
  return found;
};

/** The file as a reader fetches it. */
const fileFor = (reader: Actor, proposalId: string): Promise<string> =>
  world.unitOfWork.read(reader, (tx) => new RecountFiles().text(tx, proposalId));

describe('a detached vote', () => {
  it('takes each ballot once, of all at once, and counts what they say', async () => {
    const proposalId = await world.openUnder(rule());
    const said = world.voters.map((_, nth) => (nth % 3 === 0 ? 'disagree' : 'agree'));
    const twice = [...said.keys(), ...said.keys()].slice(0, size + 20);
    const results = await Promise.allSettled(twice.map((nth) => cast(proposalId, nth, said[nth])));
    const refused = results.filter((one) => one.status === 'rejected');
    expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(
      Array.from({ length: 20 }, () => 'BALLOT_STANDS'),
    );
    expect(await insideOf(proposalId)).toEqual(said.map((mark) => JSON.stringify(mark)).toSorted());
    const { held, inbox, chest } = await boxOf(proposalId);
    expect([held, await votedIn(proposalId)]).toEqual([size, size]);
    // Whoever voted last is among as many as a pool holds, at least.
    expect(openBox(proposalId, inbox)?.marks.length).toBeGreaterThanOrEqual(poolSize);
    expect(openBox(proposalId, chest)?.marks).toHaveLength(poolSize);

    world.toTheEnd();
    await world.closeVote(proposalId);
    const against = said.filter((mark) => mark === 'disagree').length;
    const after = await boxOf(proposalId);
    expect(after).toMatchObject({ inbox: null, chest: null, held: size });
    expect(after.counted).toEqual([
      { mark: 'agree', ballots: size - against },
      { mark: 'disagree', ballots: against },
    ]);
    const receipts = results.flatMap((one) =>
      one.status === 'fulfilled' ? [one.value.receipt] : [],
    );
    expect(after.receipts).toEqual(receipts.toSorted());
    expect(await world.stateOf(proposalId)).toBe('passed');
  });

  it('says how many have voted while it is open, and nothing else', async () => {
    const proposalId = await world.openUnder(rule());
    const before = await record();
    await cast(proposalId, 1);
    await cast(proposalId, 2, 'disagree');
    // Neither a fact nor a job: both would say when.
    expect(await record()).toEqual(before);
    expect(await tally(proposalId)).toEqual({
      proposalId,
      ballots: 2,
      castWeight: 2n,
      silentWeight: 0n,
      groups: null,
    });
    world.toTheEnd();
    await world.closeVote(proposalId);
    expect((await tally(proposalId))?.groups).toHaveLength(2);
  });

  it('is opened among enough alone', async () => {
    const open = world.openUnder(rule({ minimumGroup: size + 1 }));
    await expect(open).rejects.toMatchObject({ code: 'ELECTORATE_TOO_SMALL' });
    await world.openUnder(rule({ minimumGroup: size }));
    // A policy that rooms open votes under by themselves is asked before.
    const could = (minimumGroup: number, sizes: 'exact' | 'told') =>
      world.unitOfWork.read(world.system, (tx) =>
        world.votes.couldPass(tx, rule({ minimumGroup }), sizes),
      );
    for (const sizes of ['exact', 'told'] as const) {
      expect([await could(size, sizes), await could(size + 1, sizes)]).toEqual([true, false]);
    }
  });

  it('ends where it was to open by itself, and too few are left', async () => {
    const proposalId = await world.openUnder(rule({ minimumGroup: size, noticeHours: 24 }));
    const roll = world.roll.entriesOf.get(world.cooperativeId) ?? [];
    const [gone] = roll.splice(-1);
    world.clock.advance({ hours: 24 });
    await world.openNoticed.execute(world.system, { proposalId });
    roll.push(...(gone === undefined ? [] : [gone]));
    expect(await world.stateOf(proposalId)).toBe('cancelled');
  });

  it('takes no reason, no second thought and no outsider', async () => {
    const proposalId = await world.openUnder(rule());
    const voter = world.voters[1] as Actor;
    const because = { proposalId, mark: 'agree', reason: 'Because.' };
    await expect(world.cast.execute(voter, because)).rejects.toMatchObject({
      code: 'BALLOT_REASON_NOT_TAKEN',
    });
    await expect(cast(proposalId, 1, 'perhaps')).rejects.toMatchObject({
      code: 'BALLOT_MARK_INVALID',
    });
    await cast(proposalId, 1);
    await expect(cast(proposalId, 1)).rejects.toMatchObject({ code: 'BALLOT_STANDS' });
    const outsider = memberActor(world.cooperativeId, '01890000-0000-7000-8000-000000000001');
    await expect(world.cast.execute(outsider, { proposalId, mark: 'agree' })).rejects.toMatchObject(
      { code: 'NOT_IN_ELECTORATE' },
    );
    world.toTheEnd();
    await expect(cast(proposalId, 2)).rejects.toMatchObject({ code: 'VOTING_CLOSED' });
    expect([(await boxOf(proposalId)).held, await votedIn(proposalId)]).toEqual([1, 1]);
  });

  it('leaves nothing sealed where it ends uncounted', async () => {
    const proposalId = await world.openUnder(rule());
    await cast(proposalId, 1);
    const cancel = new CancelProposal(world.unitOfWork);
    await cancel.execute(world.secretary, { proposalId, reason: 'Put wrongly.' });
    expect(await boxOf(proposalId)).toMatchObject({ inbox: null, counted: null, held: 1 });
  });

  it('hands over to a member that they voted, and no more', async () => {
    const proposalId = await world.openUnder(rule());
    await cast(proposalId, 5);
    const voter = world.voters[5] as Actor;
    const own = await world.unitOfWork.read(voter, (tx) => ownDetachedVotes(tx, voter.memberId));
    expect(own).toContainEqual({ proposalId });
    expect(own.every((one) => Object.keys(one).length === 1)).toBe(true);
  });
});

/** Past every guard: what a broken disk does, or whoever has the database. */
const tamper = (change: string) =>
  world.asOwner(
    `set session_replication_role = replica; ${change}; set session_replication_role = origin`,
  );

describe('a box that does not open', () => {
  const plain = Buffer.from(JSON.stringify({ marks: ['"agree"'], receipts: ['f'.repeat(64)] }));

  it.each([
    ['is not sealed', `inbox = '\\x${plain.toString('hex')}'`, true],
    ['was changed', 'inbox = set_byte(inbox, 90, 255 - get_byte(inbox, 90))', true],
    ['holds another number than have voted', 'held = held + 1', false],
  ])('as it %s ends the vote, which says so', async (_, change, refusesBallots) => {
    const proposalId = await world.openUnder(rule());
    await cast(proposalId, 1);
    await tamper(
      `update governance.ballot_boxes set ${change} where proposal_id = '${proposalId}'`,
    );
    if (refusesBallots) {
      await expect(cast(proposalId, 2)).rejects.toMatchObject({ code: 'BALLOT_BOX_UNREADABLE' });
      expect(await votedIn(proposalId)).toBe(1);
    }
    world.toTheEnd();
    const ended = { did: 'ended', because: 'box-unreadable' };
    expect(await world.closeVote(proposalId)).toEqual(ended);
    expect(await world.stateOf(proposalId)).toBe('cancelled');
    expect(await boxOf(proposalId)).toMatchObject({ inbox: null, chest: null, counted: null });
    const told = await world.asOwner<{ code: string }>(
      `select data ->> 'code' as code from platform.facts where subject_id = $1
         and type = 'governance.ProposalCancelled'`,
      [proposalId],
    );
    expect(told).toEqual([{ code: 'BALLOT_BOX_UNREADABLE' }]);
    expect(await world.closeVote(proposalId)).toEqual({ did: 'nothing', because: 'not-open' });
    await tamper(`update governance.ballot_boxes b set held = (select count(*)
      from governance.turnout t where t.proposal_id = b.proposal_id)
      where proposal_id = '${proposalId}'`);
  });
});

describe('a process that dies', () => {
  it('while a ballot is cast loses none that was answered, and doubles none', async () => {
    const proposalId = await world.openUnder(rule());
    await cast(proposalId, 1, 'disagree');
    const deaths = await dyingOnEachLine(
      () => cast(proposalId, 2),
      async () => {
        expect([(await boxOf(proposalId)).held, await votedIn(proposalId)]).toEqual([1, 1]);
      },
    );
    expect(deaths).toBeGreaterThan(4);
    expect(await insideOf(proposalId)).toEqual(['"agree"', '"disagree"']);
  });

  it('while a vote is closed leaves the box sealed, or counted once', async () => {
    const proposalId = await world.openUnder(rule());
    await cast(proposalId, 1);
    await cast(proposalId, 2);
    world.toTheEnd();
    await dyingOnEachLine(
      () => world.closeVote(proposalId),
      async () => {
        expect(await boxOf(proposalId)).toMatchObject({ counted: null, held: 2 });
        expect(await insideOf(proposalId)).toHaveLength(2);
      },
    );
    expect((await boxOf(proposalId)).counted).toEqual([{ mark: 'agree', ballots: 2 }]);
  });
});

describe('the recount of a detached vote', () => {
  let proposalId = '';
  let receipt = '';
  let file: RecountFile;
  beforeAll(async () => {
    proposalId = await world.openUnder(rule());
    ({ receipt } = await cast(proposalId, 1));
    for (const nth of [2, 3, 4, 5]) await cast(proposalId, nth, nth > 3 ? 'disagree' : 'agree');
    world.toTheEnd();
    await world.closeVote(proposalId);
    file = JSON.parse(await fileFor(world.voters[9] as Actor, proposalId)) as RecountFile;
  });

  it('counts again, finds a receipt, and says what nobody can check', () => {
    const checked = checkFile(`${canonicalJson(file)}\n`);
    expect(checked.first).toBeNull();
    // The count is of sums that no receipt opens: it is open, and says so.
    expect(checked.verdict).toBe('open');
    const open = checked.checks.filter(({ state }) => state === 'open');
    expect(open.map(({ check }) => check)).toEqual(['receipts']);
    expect(open[0]?.says).toMatch(/cannot be shown by any file/);
    expect(findReceipt(file, receipt)).toBe('counted');
    expect(file.ballots.rows.every(({ says }) => says === null)).toBe(true);
    expect(file.ballots.sums).toEqual([
      { mark: 'agree', weight: '3' },
      { mark: 'disagree', weight: '2' },
    ]);
  });

  it('tells nobody who has voted: beside the seats of auditors it would be by label', async () => {
    const auditor = memberActor(world.cooperativeId, world.voters[3]?.memberId ?? '', ['auditor']);
    const exact = JSON.parse(await fileFor(auditor, proposalId)) as RecountFile;
    expect(exact.electorate.seats).toHaveLength(size);
    expect(exact.ballots).toEqual(file.ballots);
    expect(Object.keys(file.ballots).toSorted()).toEqual(['head', 'rows', 'sums', 'superseded']);
    expect(file.ballots.superseded).toEqual([]);
    expect(checkFile(canonicalJson(exact)).verdict).toBe('open');
  });

  it.each<[string, string, (ballots: RecountFile['ballots']) => object]>([
    ['one ballot more', 'ballots.sums', ({ sums }) => ({ sums: [...(sums ?? []), sums?.[0]] })],
    ['one cast anew', 'ballots.superseded[0]', () => ({ superseded: ['f'.repeat(64)] })],
    ['a list of who has voted', 'ballots', () => ({ voted: [] })],
    [
      'another count',
      'result.count.agree',
      () => ({
        sums: [
          { mark: 'agree', weight: '4' },
          { mark: 'disagree', weight: '1' },
        ],
      }),
    ],
  ])('finds %s', (_, place, change) => {
    const { seals: _seals, seal: _seal, ...rest } = file;
    const forged = sealed({
      ...rest,
      ballots: { ...file.ballots, ...change(file.ballots) },
    });
    expect(checkFile(canonicalJson(forged)).first?.place).toBe(place);
  });
});

describe('the database', () => {
  it('has walls of its own', async () => {
    const proposalId = await world.openUnder(rule());
    await cast(proposalId, 1);
    const voter = world.voters[2]?.memberId ?? '';
    const { cooperativeId } = world;
    const attempts = [
      `insert into governance.ballots (id, cooperative_id, proposal_id, member_id, weight, mark,
         cast_at, cast_via) select gen_random_uuid(), $2, $1, '${voter}', 1, '"agree"', opened_at,
         'session' from governance.proposals where id = $1`,
      `insert into governance.ballot_boxes (proposal_id, cooperative_id)
         select '${await world.openUnder(ruleLike())}'::uuid, $2::uuid where $2 <> $1`,
      `insert into governance.ballot_boxes (proposal_id, cooperative_id, held)
         select '${await world.openUnder(rule({ noticeHours: 24 }))}'::uuid, $2::uuid, 1
         where $2 <> $1`,
      'update governance.ballot_boxes set held = held + 2 where proposal_id = $1 and $2 <> $1',
      `update governance.ballot_boxes set counted = '[]', receipts = '{}', inbox = null
         where proposal_id = $1 and $2 <> $1`,
      'update governance.ballot_boxes set inbox = null where proposal_id = $1 and $2 <> $1',
    ];
    for (const attempt of attempts) {
      const text = attempt.replaceAll('$2 <> $1', '$2::uuid <> $1::uuid');
      const done = world.asApplication(text, [proposalId, cooperativeId], cooperativeId);
      await expect(done).rejects.toThrow(/detached|takes a ballot|a box is made empty/);
    }
    const undo = world.asApplication(
      'delete from governance.turnout where proposal_id = $1',
      [proposalId],
      cooperativeId,
    );
    await expect(undo).rejects.toThrow(/permission denied/);
  });

  it('keeps every law of the room, and each that speaks of this is found when broken', async () => {
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
    const breakage = {
      'voting.as-many-ballots-as-have-voted': 'update governance.ballot_boxes set held = held + 1',
      'voting.boxes-are-opened-at-the-close': `update governance.ballot_boxes
        set counted = null, receipts = null where counted is not null`,
    };
    for (const [name, how] of Object.entries(breakage)) {
      const law = votingInvariants.find((one) => one.name === name);
      expect([name, await foundAfter(world, [how], law?.sql ?? '')]).not.toEqual([name, []]);
    }
    const counted = await world.recount.execute(world.system);
    expect(counted).toEqual([]);
  });
});
