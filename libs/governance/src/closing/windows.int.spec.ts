import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { governanceInvariants } from '../governance.invariants.js';
import { SecondProposal } from '../opening/second-proposal.js';
import type { DecisionWorld, StanceRule } from '../testing/decision-world.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import { CancelProposal } from './cancel-proposal.js';
import { WithdrawProposal } from './withdraw-proposal.js';

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(6);
});
afterAll(() => world.close());

const close = (proposalId: string) => world.closing.execute(world.system, { proposalId });
const openNoticed = (proposalId: string) => world.openNoticed.execute(world.system, { proposalId });
const closed = { code: 'VOTING_CLOSED' };
/** To the millisecond: `-1` is just before. */
const moveTo = (instant: Date, byMs = 0) => world.clock.set(new Date(instant.getTime() + byMs));
const inHours = (hours: number) => new Date(world.clock.now().getTime() + hours * 3_600_000);

async function draft(changes: Partial<StanceRule>, proposer = world.voters[0]!) {
  const key = `p-${crypto.randomUUID()}`;
  await world.adopt.execute(world.system, { key, title: 'A policy', rule: ruleLike(changes) });
  const terms = { title: 'A kettle', body: '', policyKey: key, actions: [] };
  return (await world.draft.execute(proposer, terms)).proposalId;
}

describe('at the very instant', () => {
  it('of closing, a ballot is refused and the vote is due; just before, neither', async () => {
    const end = inHours(144);
    const proposalId = await world.openUnder(ruleLike());
    moveTo(end, -1);
    await world.vote(proposalId, 1, 'agree');
    expect(await close(proposalId)).toEqual({ did: 'nothing', because: 'not-due' });
    moveTo(end);
    await expect(world.vote(proposalId, 2, 'disagree')).rejects.toMatchObject(closed);
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'passed' });
  });

  it('of opening, a ballot is taken', async () => {
    const proposalId = await world.openUnder(ruleLike());
    await expect(world.vote(proposalId, 1, 'agree')).resolves.toMatchObject({ mark: 'agree' });
  });

  it('at which a notice runs out, voting opens; just before, it does not', async () => {
    const noticeUntil = inHours(48);
    const proposalId = await world.openUnder(ruleLike({ noticeHours: 48 }));
    await expect(world.vote(proposalId, 1, 'agree')).rejects.toMatchObject({
      code: 'VOTING_NOT_OPEN',
    });
    moveTo(noticeUntil, -1);
    expect(await openNoticed(proposalId)).toMatchObject({ state: 'notice' });
    moveTo(noticeUntil);
    expect(await openNoticed(proposalId)).toMatchObject({ state: 'open', closesAt: inHours(144) });
    await world.vote(proposalId, 1, 'agree');
  });

  it('of an extended end, a ballot is refused; at the first end, it is taken', async () => {
    const end = inHours(144);
    const proposalId = await world.openUnder(
      ruleLike({
        quorum: { share: '1/3', of: 'electorate', counts: 'ballots' },
        lateQuorum: { withinHours: 24, extendHours: 48 },
      }),
    );
    await world.vote(proposalId, 1, 'agree');
    moveTo(end, -1);
    await world.vote(proposalId, 2, 'agree');
    const extendedEnd = new Date(end.getTime() + 48 * 3_600_000);
    // Asked for by the ballot itself, before the first end.
    expect(await close(proposalId)).toEqual({ did: 'extended', closesAt: extendedEnd });
    moveTo(end);
    await world.vote(proposalId, 3, 'disagree');
    moveTo(extendedEnd);
    await expect(world.vote(proposalId, 4, 'agree')).rejects.toMatchObject(closed);
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'passed' });
  });
});

describe('a quorum that comes late', () => {
  const late = () =>
    ruleLike({
      quorum: { share: '1/3', of: 'electorate', counts: 'ballots' },
      lateQuorum: { withinHours: 24, extendHours: 48 },
    });
  const jobsOf = (proposalId: string) =>
    world.asOwner<{ name: string }>(
      `select name from platform.jobs where payload ->> 'proposalId' = $1`,
      [proposalId],
    );

  it('lets voting go on though no worker came: whoever votes next has a ballot', async () => {
    const end = inHours(144);
    const proposalId = await world.openUnder(late());
    await world.vote(proposalId, 1, 'agree');
    moveTo(end, -1);
    await world.vote(proposalId, 2, 'agree');
    moveTo(end, 3_600_000);
    const votes = [3, 4, 5].map((voter) => world.vote(proposalId, voter, 'disagree'));
    await Promise.all(votes);
    expect(await world.stateOf(proposalId)).toBe('extended');
    expect(await close(proposalId)).toEqual({ did: 'nothing', because: 'not-due' });
    moveTo(end, 48 * 3_600_000);
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'rejected' });
  });

  it('is asked about by the ballots of the last hours alone', async () => {
    const end = inHours(144);
    const proposalId = await world.openUnder(late());
    await world.vote(proposalId, 1, 'agree');
    const before = (await jobsOf(proposalId)).length;
    moveTo(end, -1);
    await world.vote(proposalId, 2, 'agree');
    expect(await jobsOf(proposalId)).toHaveLength(before + 1);
    await close(proposalId);
    const extended = (await jobsOf(proposalId)).length;
    await world.vote(proposalId, 3, 'agree');
    expect(await jobsOf(proposalId)).toHaveLength(extended);
  });

  it('that did not come in time closes voting at its end, whoever tries', async () => {
    const end = inHours(144);
    const proposalId = await world.openUnder(late());
    await world.vote(proposalId, 1, 'agree');
    moveTo(end);
    await expect(world.vote(proposalId, 2, 'agree')).rejects.toMatchObject(closed);
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'no-quorum' });
  });
});

describe('a vote that is over', () => {
  it('by a certain outcome is closed early, and says so', async () => {
    const rule = ruleLike({
      decision: { kind: 'threshold', agree: { share: '1/2', strict: true, of: 'electorate' } },
      earlyClose: { when: 'outcome-certain' },
      stances: ['agree', 'disagree'],
      blocks: null,
    });
    const proposalId = await world.openUnder(rule);
    for (const voter of [1, 2, 3]) await world.vote(proposalId, voter, 'agree');
    expect(await close(proposalId)).toEqual({ did: 'nothing', because: 'not-due' });
    await world.vote(proposalId, 4, 'agree');
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'passed' });
    const facts = await world.asOwner(
      `select data ->> 'early' as early from platform.facts
       where type = 'governance.ProposalClosed' and subject_id = $1`,
      [proposalId],
    );
    expect(facts).toEqual([{ early: 'true' }]);
  });

  const ofAll = ruleLike({
    decision: { kind: 'threshold', agree: { share: '1/2', strict: true, of: 'electorate' } },
    earlyClose: { when: 'outcome-certain' },
    stances: ['agree', 'disagree'],
    blocks: null,
  });
  const stand = (voter: number, standing: string) => {
    const entries = world.roll.entriesOf.get(world.cooperativeId) ?? [];
    world.roll.entriesOf.set(
      world.cooperativeId,
      entries.map((entry, nth) => (nth === voter ? { ...entry, standing } : entry)),
    );
  };

  it.each(['left', 'expelled', 'suspended', 'paused', 'applicant'])(
    'waits for who is silent, though they are %s: no end tells where they stand',
    async (standing) => {
      const proposalId = await world.openUnder(ofAll);
      for (const voter of [1, 2, 3]) await world.vote(proposalId, voter, 'agree');
      for (const voter of [4, 5]) await world.vote(proposalId, voter, 'disagree');
      stand(0, standing);
      expect(await close(proposalId)).toEqual({ did: 'nothing', because: 'not-due' });
      world.clock.advance({ days: 6 });
      // Three of six are not more than half: the shares are of everybody who could vote.
      expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'rejected' });
      stand(0, 'active');
    },
  );

  it('closes early with the ballots of who has left since: they stand', async () => {
    const proposalId = await world.openUnder(ofAll);
    for (const voter of [1, 2, 3]) await world.vote(proposalId, voter, 'agree');
    stand(3, 'left');
    expect(await close(proposalId)).toEqual({ did: 'nothing', because: 'not-due' });
    await world.vote(proposalId, 5, 'agree');
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'passed' });
    stand(3, 'active');
  });

  it('takes no ballot and no withdrawal, whoever asks', async () => {
    const proposalId = await world.openUnder(ruleLike());
    world.clock.advance({ days: 6 });
    await close(proposalId);
    await expect(world.vote(proposalId, 1, 'agree')).rejects.toMatchObject(closed);
    const withdraw = new WithdrawProposal(world.unitOfWork);
    await expect(withdraw.execute(world.voters[0]!, { proposalId })).rejects.toMatchObject({
      code: 'PROPOSAL_STATUS_CONFLICT',
    });
  });
});

describe('a seconder', () => {
  it('is counted once, is another, comes before opening; one too few opens nothing', async () => {
    const proposalId = await draft({ secondersNeeded: 2 });
    const second = new SecondProposal(world.unitOfWork);
    const bySecond = (voter: number) => second.execute(world.voters[voter]!, { proposalId });
    const open = () => world.open.execute(world.voters[0]!, { proposalId });
    const twice = await Promise.allSettled([bySecond(1), bySecond(1)]);
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(open()).rejects.toMatchObject({ code: 'PROPOSAL_NEEDS_SECONDER' });
    await bySecond(2);
    expect(await open()).toMatchObject({ state: 'open' });
    await expect(bySecond(3)).rejects.toMatchObject({ code: 'PROPOSAL_STATUS_CONFLICT' });
  });
});

describe('a draft that is not shown', () => {
  it('is not there for others, whatever they try; the one that seeks seconders is', async () => {
    const notThere = { code: 'PROPOSAL_NOT_FOUND', path: ['proposalId'] };
    const second = new SecondProposal(world.unitOfWork);
    const cancel = new CancelProposal(world.unitOfWork);
    const [proposer, ada] = [world.voters[1]!, world.voters[2]!];
    const hidden = await draft({}, proposer);
    const reason = 'Nobody wants it.';
    for (const proposalId of [hidden, crypto.randomUUID()]) {
      await expect(second.execute(ada, { proposalId })).rejects.toMatchObject(notThere);
      await expect(cancel.execute(world.secretary, { proposalId, reason })).rejects.toMatchObject(
        notThere,
      );
    }
    await expect(second.execute(proposer, { proposalId: hidden })).rejects.toMatchObject({
      code: 'SECONDER_IS_PROPOSER',
    });
    const shown = await draft({ secondersNeeded: 1 }, proposer);
    await second.execute(ada, { proposalId: shown });
    await cancel.execute(world.secretary, { proposalId: shown, reason });
    expect([await world.stateOf(hidden), await world.stateOf(shown)]).toEqual([
      'draft',
      'cancelled',
    ]);
  });
});

/** Waits until somebody waits for what this connection holds. */
const untilBlocked = () =>
  expect
    .poll(() =>
      world.asOwner(`select 1 as blocked from pg_locks
        where not granted and pg_backend_pid() = any (pg_blocking_pids(pid)) limit 1`),
    )
    .toEqual([{ blocked: 1 }]);

describe('at the same time', () => {
  it('an early close counts a ballot that began later and came first, and ends then', async () => {
    const proposalId = await world.openUnder(
      ruleLike({ earlyClose: { when: 'super-quorum', agreeShare: '1/2' } }),
    );
    for (const voter of [0, 1, 2]) await world.vote(proposalId, voter, 'agree');
    await world.asOwner('begin');
    await world.asOwner('select 1 from governance.proposals where id = $1 for share', [proposalId]);
    const closing = close(proposalId);
    await untilBlocked();
    moveTo(world.clock.now(), 1);
    const castAt = world.clock.now();
    await world.vote(proposalId, 3, 'agree');
    await world.asOwner('commit');
    expect(await closing).toEqual({ did: 'closed', outcome: 'passed' });
    const rows = await world.asOwner(
      `select closed_at as "closedAt", final_count ->> 'agree' as agree, data ->> 'early' as early
       from governance.proposals p join platform.facts f on f.subject_id = p.id
       where p.id = $1 and f.type = 'governance.ProposalClosed'`,
      [proposalId],
    );
    expect(rows).toEqual([{ closedAt: castAt, agree: '4', early: 'true' }]);
  });

  it('whoever waits for a vote that is counted holds nothing that the count needs', async () => {
    const proposalId = await world.openUnder(ruleLike());
    await world.asOwner('begin');
    try {
      await world.asOwner('select 1 from governance.proposals where id = $1 for update', [
        proposalId,
      ]);
      const voting = world.vote(proposalId, 3, 'agree');
      await untilBlocked();
      // As the key asks for every ballot that is cast for others as they are counted.
      const asKey = `select member_id as id from governance.electorate
        where proposal_id = $1 and member_id = $2 for key share nowait`;
      const { memberId } = world.voters[3]!;
      const found = await world.asOwner(asKey, [proposalId, memberId]);
      await world.asOwner('commit');
      await voting;
      expect(found).toEqual([{ id: memberId }]);
    } finally {
      await world.asOwner('rollback');
    }
  });

  it('withdrawing and opening end in one state, and only one of them says it did', async () => {
    const withdraw = new WithdrawProposal(world.unitOfWork);
    for (let round = 0; round < 5; round += 1) {
      const proposalId = await draft({});
      const proposer = world.voters[0]!;
      const [withdrawn, opened] = await Promise.allSettled([
        withdraw.execute(proposer, { proposalId }),
        world.open.execute(proposer, { proposalId }),
      ]);
      // Whichever comes first: an opened vote can be withdrawn, a withdrawn draft is not opened.
      expect(withdrawn.status).toBe('fulfilled');
      expect(opened).toMatchObject({ status: 'fulfilled' });
      expect(await world.stateOf(proposalId)).toBe('withdrawn');
      const [row] = await world.asOwner<{ was: boolean }>(
        'select opened_at is not null as was from governance.proposals where id = $1',
        [proposalId],
      );
      // To others the draft never was there.
      const told = row?.was === true ? closed : { code: 'PROPOSAL_NOT_FOUND' };
      await expect(world.vote(proposalId, 1, 'agree')).rejects.toMatchObject(told);
    }
  });

  it('a ballot that began before the vote opened, and waited, is cast at its opening', async () => {
    const proposalId = await draft({});
    const began = world.clock.now();
    moveTo(began, 5_000);
    await world.open.execute(world.voters[0]!, { proposalId });
    const openedAt = world.clock.now();
    moveTo(began);
    expect(await world.vote(proposalId, 1, 'agree')).toMatchObject({ castAt: openedAt });
    // And one that waited for its voter's other ballot comes right after that one.
    moveTo(openedAt, 9);
    await world.vote(proposalId, 2, 'agree');
    moveTo(openedAt, 4);
    expect(await world.vote(proposalId, 2, 'disagree')).toMatchObject({
      castAt: new Date(openedAt.getTime() + 10),
    });
    moveTo(openedAt, 10);
  });

  it('two ballots of one member leave the later one, whichever that is', async () => {
    const proposalId = await world.openUnder(ruleLike());
    await Promise.all([world.vote(proposalId, 1, 'agree'), world.vote(proposalId, 1, 'disagree')]);
    const rows = await world.asOwner<{ current: string; chained: string }>(
      `select count(*) filter (where superseded_at is null) as current,
         count(*) filter (where supersedes_id is not null) as chained
       from governance.ballots where proposal_id = $1`,
      [proposalId],
    );
    expect(rows).toEqual([{ current: '1', chained: '1' }]);
  });
});

describe('after all this', () => {
  it('every law of both rooms holds', async () => {
    const laws = [...governanceInvariants, ...votingInvariants];
    expect(await brokenLaws(world, laws)).toEqual([]);
  });
});
