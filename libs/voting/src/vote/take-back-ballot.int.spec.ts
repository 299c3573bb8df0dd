import { newId } from '@rochdale/platform';
import { foundAfter } from '@rochdale/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ballotStore } from '../ballot/ballot.store.js';
import { ownBallots } from '../ballot/own-ballots.js';
import type { VotingWorld } from '../testing/voting-world.js';
import { brokenLaws, createVotingWorld, memberActor, ruleLike } from '../testing/voting-world.js';
import { votingInvariants } from '../voting.invariants.js';
import { TakeBackBallot } from './take-back-ballot.js';

let world: VotingWorld;
let taking: TakeBackBallot;
beforeAll(async () => {
  world = await createVotingWorld(6);
  taking = new TakeBackBallot(world.unitOfWork);
});
afterAll(() => world.close());

const free = (changes = {}) => ruleLike({ mayTakeBack: true, ...changes });
const takeBack = (proposalId: string, voter: number) =>
  taking.execute(world.voters[voter]!, { proposalId });
const refused = (code: string) => ({ code, path: ['proposalId'] });
const ballotsOf = (proposalId: string) =>
  world.asOwner<{ mark: string; state: string }>(
    `select mark, case when taken_back then 'taken back'
       when superseded_at is null then 'current' else 'superseded' end as state
     from governance.ballots where proposal_id = $1 order by cast_at, id`,
    [proposalId],
  );
const tallyOf = async (proposalId: string) =>
  (await world.unitOfWork.read(world.system, (tx) => ballotStore.groups(tx, [proposalId]))).get(
    proposalId,
  );
const factsOf = (proposalId: string, type = 'governance.BallotTakenBack') =>
  world.asOwner<{ visibility: string; data: object }>(
    'select visibility, data from platform.facts where subject_id = $1 and type = $2',
    [proposalId, type],
  );

describe('a ballot that is taken back', () => {
  it('stays on record, counts no more, and leaves its voter free to vote anew', async () => {
    const proposalId = await world.openUnder(free());
    await world.vote(proposalId, 1, 'disagree');
    await world.vote(proposalId, 1, 'agree');
    await takeBack(proposalId, 1);
    expect(await tallyOf(proposalId)).toEqual([]);
    const own = await world.unitOfWork.read(world.voters[1]!, (tx) =>
      world.ballots.own(tx, [proposalId]),
    );
    expect(own).toEqual([]);
    await world.vote(proposalId, 1, 'abstain');
    expect(await ballotsOf(proposalId)).toEqual([
      { mark: 'disagree', state: 'superseded' },
      { mark: 'agree', state: 'taken back' },
      { mark: 'abstain', state: 'current' },
    ]);
    // Anew means in the place of none, and after the other was gone, whatever the clock says.
    const [anew] = await world.asOwner(
      `select b.supersedes_id, b.cast_at >= t.superseded_at as later
       from governance.ballots b join governance.ballots t on t.proposal_id = b.proposal_id
       where b.proposal_id = $1 and b.superseded_at is null and t.taken_back`,
      [proposalId],
    );
    expect(anew).toEqual({ supersedes_id: null, later: true });
  });

  it('is told without what it said, and once', async () => {
    const proposalId = await world.openUnder(free());
    const { ballotId } = (await world.vote(proposalId, 2, 'agree')) as { ballotId: string };
    const answer = await takeBack(proposalId, 2);
    expect(await takeBack(proposalId, 2)).toEqual(answer);
    const { memberId } = world.voters[2]!;
    expect(await factsOf(proposalId)).toEqual([
      { visibility: 'members', data: { proposalId, ballotId, memberId } },
    ]);
  });

  it('is the one that is named, and none that was cast since', async () => {
    const proposalId = await world.openUnder(free());
    const cast = async (mark: 'agree' | 'disagree') =>
      ((await world.vote(proposalId, 1, mark)) as { ballotId: string }).ballotId;
    const take = (ballotId: string) => taking.execute(world.voters[1]!, { proposalId, ballotId });
    const castAnew = { code: 'BALLOT_CAST_ANEW', path: ['ballotId'] };
    const [first, second] = [await cast('agree'), await cast('disagree')];
    // Of another vote, and of nobody: what stands is neither.
    for (const other of [first, newId()]) {
      await expect(take(other)).rejects.toMatchObject(castAnew);
    }
    const answer = await take(second);
    expect(await take(second)).toEqual(answer);
    // What was superseded was never taken back, whatever became of the one after it.
    await expect(take(first)).rejects.toMatchObject(refused('BALLOT_NOT_CAST'));
    await cast('agree');
    await expect(take(second)).rejects.toMatchObject(castAnew);
    expect(await ballotsOf(proposalId)).toEqual([
      { mark: 'agree', state: 'superseded' },
      { mark: 'disagree', state: 'taken back' },
      { mark: 'agree', state: 'current' },
    ]);
    expect(await factsOf(proposalId)).toHaveLength(1);
  });

  it('is in its voter’s own data, with why, as one taken back', async () => {
    const { memberId } = world.voters[3]!;
    const exported = () =>
      world.unitOfWork.read(world.voters[3]!, (tx) => ownBallots(tx, memberId));
    const before = (await exported()).length;
    const proposalId = await world.openUnder(free());
    await world.vote(proposalId, 3, 'agree');
    await takeBack(proposalId, 3);
    expect((await exported()).slice(before)).toMatchObject([
      { proposalId, mark: 'agree', reason: 'because', takenBack: true },
    ]);
  });

  it('makes no quorum, and its voter is silent to an early end, which waits', async () => {
    const certain = free({
      decision: { kind: 'threshold', agree: { share: '1/2', strict: true, of: 'electorate' } },
      stances: ['agree', 'disagree'],
      blocks: null,
      earlyClose: { when: 'outcome-certain' },
    });
    const early = await world.openUnder(certain);
    for (const voter of [0, 1, 2, 3]) await world.vote(early, voter, 'agree');
    await takeBack(early, 3);
    expect(await world.closeVote(early)).toEqual({ did: 'nothing', because: 'not-due' });
    await world.vote(early, 4, 'agree');
    expect(await world.closeVote(early)).toEqual({ did: 'closed', outcome: 'passed' });
    const half = { share: '1/2', of: 'electorate', counts: 'ballots' } as const;
    const quorum = await world.openUnder(free({ quorum: half }));
    for (const voter of [0, 1, 2]) await world.vote(quorum, voter, 'agree');
    await takeBack(quorum, 2);
    world.toTheEnd();
    expect(await world.closeVote(quorum)).toEqual({ did: 'closed', outcome: 'no-quorum' });
  });

  it('may let a vote end at once: of a block nobody waits any more', async () => {
    const rule = free({ earlyClose: { when: 'super-quorum', agreeShare: '2/3' } });
    const proposalId = await world.openUnder(rule);
    for (const voter of [0, 1, 2, 3]) await world.vote(proposalId, voter, 'agree');
    await world.vote(proposalId, 5, 'block');
    await world.asOwner(`delete from platform.jobs where name = 'governance.consider-early-close'`);
    await takeBack(proposalId, 5);
    const jobs = await world.asOwner(
      `select payload ->> 'proposalId' as id from platform.jobs
       where name = 'governance.consider-early-close'`,
    );
    expect(jobs).toEqual([{ id: proposalId }]);
    expect(await world.closeVote(proposalId)).toEqual({ did: 'closed', outcome: 'passed' });
  });
});

describe('taking back is refused', () => {
  it('where the rule does not say that voters may: as before', async () => {
    for (const rule of [ruleLike(), ruleLike({ mayTakeBack: false })]) {
      const proposalId = await world.openUnder(rule);
      await world.vote(proposalId, 1, 'agree');
      await expect(takeBack(proposalId, 1)).rejects.toMatchObject(refused('BALLOT_STANDS'));
      expect(await ballotsOf(proposalId)).toEqual([{ mark: 'agree', state: 'current' }]);
    }
  });

  it('without a ballot, without a place, and before and after the vote', async () => {
    const proposalId = await world.openUnder(free());
    await expect(takeBack(proposalId, 1)).rejects.toMatchObject(refused('BALLOT_NOT_CAST'));
    const outsider = memberActor(world.cooperativeId, newId());
    await expect(taking.execute(outsider, { proposalId })).rejects.toMatchObject(
      refused('NOT_IN_ELECTORATE'),
    );
    await world.vote(proposalId, 1, 'agree');
    world.toTheEnd();
    await expect(takeBack(proposalId, 1)).rejects.toMatchObject(refused('VOTING_CLOSED'));
    await world.closeVote(proposalId);
    await expect(takeBack(proposalId, 1)).rejects.toMatchObject(refused('VOTING_CLOSED'));
    const announced = await world.openUnder(free({ noticeHours: 48 }));
    await expect(takeBack(announced, 1)).rejects.toMatchObject(refused('VOTING_NOT_OPEN'));
  });

  it('of a draft, of nothing, and of another co-operative’s vote alike', async () => {
    const key = `p-${newId()}`;
    await world.adopt.execute(world.system, { key, title: 'A policy', rule: free() });
    const terms = { title: 'A kettle', body: '', policyKey: key, actions: [] };
    const { proposalId: draft } = await world.draft.execute(world.voters[0]!, terms);
    const proposalId = await world.openUnder(free());
    await world.vote(proposalId, 1, 'agree');
    const elsewhere = memberActor(newId(), world.voters[1]!.memberId!);
    const attempts = [
      () => takeBack(draft, 1),
      () => takeBack(newId(), 1),
      () => taking.execute(elsewhere, { proposalId }),
    ];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject(refused('PROPOSAL_NOT_FOUND'));
    }
    // To who wrote it a draft is there.
    await expect(takeBack(draft, 0)).rejects.toMatchObject(refused('VOTING_NOT_OPEN'));
    expect(await ballotsOf(proposalId)).toEqual([{ mark: 'agree', state: 'current' }]);
  });

  it('of who is no member, before anything else is asked', async () => {
    const auditor = { ...memberActor(world.cooperativeId, newId(), ['auditor']), memberId: null };
    const attempt = taking.execute(auditor, { proposalId: newId() });
    await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('by Postgres, whatever the service says', async () => {
    const stands = await world.openUnder(ruleLike());
    const goes = await world.openUnder(free());
    for (const id of [stands, goes]) await world.vote(id, 1, 'agree');
    const attack = (text: string, id: string) =>
      world.asApplication(text, [id], world.cooperativeId);
    const set = (what: string) => `update governance.ballots set ${what} where proposal_id = $1`;
    const back = set(`taken_back = true, superseded_at = cast_at + interval '1 second'`);
    await expect(attack(back, stands)).rejects.toThrow('stands');
    await expect(attack(set('taken_back = true'), goes)).rejects.toThrow(/once, never changed/);
    await takeBack(goes, 1);
    for (const undone of ['taken_back = false', 'superseded_at = null, taken_back = false']) {
      await expect(attack(set(undone), goes)).rejects.toThrow(/once, never changed/);
    }
  });
});

describe('a late quorum', () => {
  it('that is reached again late lets voting go on; one that is taken away does not', async () => {
    const half = { share: '1/2', of: 'electorate', counts: 'ballots' } as const;
    const late = free({ quorum: half, lateQuorum: { withinHours: 24, extendHours: 48 } });
    const [again, away] = [await world.openUnder(late), await world.openUnder(late)];
    for (const id of [again, away]) {
      for (const voter of [0, 1, 2]) await world.vote(id, voter, 'agree');
    }
    world.clock.advance({ days: 5, hours: 23 });
    for (const id of [again, away]) await takeBack(id, 2);
    await world.vote(again, 2, 'agree');
    world.clock.advance({ hours: 1 });
    expect(await world.closeVote(again)).toMatchObject({ did: 'extended' });
    expect(await world.closeVote(away)).toEqual({ did: 'closed', outcome: 'no-quorum' });
  });

  it('takes a ballot back also where no worker has let the vote go on yet', async () => {
    const half = { share: '1/2', of: 'electorate', counts: 'ballots' } as const;
    const late = free({ quorum: half, lateQuorum: { withinHours: 24, extendHours: 48 } });
    const proposalId = await world.openUnder(late);
    world.clock.advance({ days: 5, hours: 23 });
    for (const voter of [0, 1, 2, 3]) await world.vote(proposalId, voter, 'agree');
    world.clock.advance({ hours: 2 });
    await takeBack(proposalId, 3);
    expect(await world.stateOf(proposalId)).toBe('extended');
  });
});

/** Waits until somebody waits for what the owner's connection holds. */
const untilBlocked = () =>
  expect
    .poll(() =>
      world.asOwner<{ pid: number }>(`select pid from pg_locks
        where not granted and pg_backend_pid() = any (pg_blocking_pids(pid)) limit 1`),
    )
    .toHaveLength(1);

describe('at the same time', () => {
  it('two take one ballot back once', async () => {
    const proposalId = await world.openUnder(free());
    await world.vote(proposalId, 1, 'agree');
    const [one, other] = await Promise.all([takeBack(proposalId, 1), takeBack(proposalId, 1)]);
    expect(one).toEqual(other);
    expect(await factsOf(proposalId)).toHaveLength(1);
  });

  it('casting anew and taking back leave one chain, whichever comes first', async () => {
    for (let round = 0; round < 6; round += 1) {
      const proposalId = await world.openUnder(free());
      await world.vote(proposalId, 1, 'agree');
      await Promise.all([world.vote(proposalId, 1, 'disagree'), takeBack(proposalId, 1)]);
      const states = (await ballotsOf(proposalId)).map(({ state }) => state).toSorted();
      expect([
        ['current', 'taken back'],
        ['superseded', 'taken back'],
      ]).toContainEqual(states);
    }
  });

  it('a vote that closes counts the ballot, or it was taken back before', async () => {
    for (let round = 0; round < 6; round += 1) {
      const rule = free({ earlyClose: { when: 'super-quorum', agreeShare: '1/2' } });
      const proposalId = await world.openUnder(rule);
      for (const voter of [0, 1, 2, 3]) await world.vote(proposalId, voter, 'agree');
      const closing = world.closeVote(proposalId);
      const [closed, taken] = await Promise.allSettled([closing, takeBack(proposalId, 3)]);
      expect(closed).toMatchObject({ value: { did: 'closed', outcome: 'passed' } });
      const isBack = taken.status === 'fulfilled';
      if (!isBack) expect(taken).toMatchObject({ reason: { code: 'VOTING_CLOSED' } });
      const [row] = await world.asOwner<{ agree: string }>(
        `select final_count ->> 'agree' as agree from governance.proposals where id = $1`,
        [proposalId],
      );
      expect(row).toEqual({ agree: isBack ? '3' : '4' });
    }
  });

  it('in the closing second: what waited for the close is refused, and counted', async () => {
    const proposalId = await world.openUnder(free());
    await world.vote(proposalId, 1, 'agree');
    world.toTheEnd();
    const end = world.clock.now();
    await world.asOwner('begin');
    await world.asOwner('lock table platform.facts in share mode');
    // The close holds its proposal and waits; a moment before the end somebody waits for it.
    const closing = world.closeVote(proposalId);
    await untilBlocked();
    world.clock.set(new Date(end.getTime() - 1));
    const waiting = takeBack(proposalId, 1).catch((error: unknown) => error);
    await expect
      .poll(() => world.asOwner('select distinct pid from pg_locks where not granted'))
      .toHaveLength(2);
    await world.asOwner('commit');
    expect(await closing).toEqual({ did: 'closed', outcome: 'passed' });
    expect(await waiting).toMatchObject(refused('VOTING_CLOSED'));
    expect(await ballotsOf(proposalId)).toEqual([{ mark: 'agree', state: 'current' }]);
    world.clock.set(end);
  });

  it('what waited for somebody who stops the vote is refused', async () => {
    const proposalId = await world.openUnder(free());
    await world.vote(proposalId, 1, 'agree');
    world.toTheEnd(-1);
    await world.asOwner('begin');
    await world.asOwner('select 1 from governance.proposals where id = $1 for update', [
      proposalId,
    ]);
    const waiting = takeBack(proposalId, 1).catch((error: unknown) => error);
    await untilBlocked();
    await world.asOwner(
      `update governance.proposals set state = 'cancelled', ended_at = $2,
         ended_reason = 'Nobody wants it.' where id = $1`,
      [proposalId, world.clock.now()],
    );
    await world.asOwner('commit');
    expect(await waiting).toMatchObject(refused('VOTING_CLOSED'));
    expect(await ballotsOf(proposalId)).toEqual([{ mark: 'agree', state: 'current' }]);
  });

  it('a process that dies before it commits took nothing back', async () => {
    const proposalId = await world.openUnder(free());
    await world.vote(proposalId, 1, 'agree');
    await world.asOwner('begin');
    await world.asOwner('lock table platform.facts in share mode');
    const dying = takeBack(proposalId, 1).then(
      () => 'done',
      () => 'died',
    );
    await untilBlocked();
    await world.asOwner(`select pg_terminate_backend(pid) from pg_locks
      where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))`);
    await world.asOwner('commit');
    expect(await dying).toBe('died');
    expect(await ballotsOf(proposalId)).toEqual([{ mark: 'agree', state: 'current' }]);
    expect(await factsOf(proposalId)).toEqual([]);
    await takeBack(proposalId, 1);
    expect(await factsOf(proposalId)).toHaveLength(1);
  });
});

const marks = ['agree', 'abstain', 'disagree', 'block'] as const;
const doings = fc.array(
  fc.record({
    voter: fc.nat(3),
    does: fc.constantFrom(...marks, 'takes back' as const),
  }),
  { maxLength: 12 },
);

describe('whatever is cast and taken back', () => {
  it('comes to what it would had the ballots taken back never been cast', async () => {
    await fc.assert(
      fc.asyncProperty(doings, async (all) => {
        const [one, other] = [await world.openUnder(free()), await world.openUnder(free())];
        const last = new Map<number, (typeof marks)[number]>();
        for (const { voter, does } of all) {
          if (does === 'takes back') {
            await takeBack(one, voter).catch((error: unknown) => {
              expect(error).toMatchObject({ code: 'BALLOT_NOT_CAST' });
            });
            last.delete(voter);
          } else {
            await world.vote(one, voter, does);
            last.set(voter, does);
          }
        }
        for (const [voter, mark] of last) await world.vote(other, voter, mark);
        const told = async (id: string) =>
          new Set(
            (await tallyOf(id))?.map((group) => JSON.stringify(String(group.mark) + group.weight)),
          );
        expect(await told(one)).toEqual(await told(other));
      }),
      { numRuns: 12 },
    );
  });
});

describe('after all this', () => {
  it('every law of the room holds, and each that speaks of this is found when broken', async () => {
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
    const breakage = {
      'voting.no-ballot-outside-voting': `update governance.ballots
        set superseded_at = superseded_at + interval '60 days' where taken_back`,
      'voting.ballots-form-chains': 'update governance.ballots set taken_back = false',
      'voting.taken-back-where-allowed': `update governance.proposals
        set rule = rule - 'mayTakeBack'`,
    };
    for (const [name, how] of Object.entries(breakage)) {
      const law = votingInvariants.find((one) => one.name === name)!;
      expect([name, await foundAfter(world, [how], law.sql)]).not.toEqual([name, []]);
    }
  });
});
