import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineBallotKind, maxMarkBytes } from '../kind/ballot-kind.js';
import type { VotingWorld } from '../testing/voting-world.js';
import { brokenLaws, createVotingWorld, memberActor, ruleLike } from '../testing/voting-world.js';
import { votingInvariants } from '../voting.invariants.js';
import { ballotReceipt } from '../proof/receipt.js';

/** A kind whose marks are long, to be refused by their length. */
defineBallotKind({
  name: 'essay',
  mark: z.string(),
  rule: z.strictObject({}),
  counted: z.strictObject({}),
  contradiction: () => null,
  classOf: () => 'minority',
  check: () => undefined,
  abstains: () => false,
  count: () => ({ outcome: 'passed', reason: 'always', count: {} }),
});

let world: VotingWorld;
beforeAll(async () => {
  world = await createVotingWorld(6);
});
afterAll(() => world.close());

const refusal = /never|frozen|belong to|permission denied|violates|stay on record/;
const attack = (text: string, values: unknown[]) =>
  world.asApplication(text, values, world.cooperativeId);
const ballotsOf = (proposalId: string) =>
  world.asOwner<{ stance: string; current: boolean }>(
    `select mark as stance, superseded_at is null as current from governance.ballots
     where proposal_id = $1 order by cast_at, id`,
    [proposalId],
  );
const closed = { code: 'VOTING_CLOSED', path: ['proposalId'] };
const notThere = { code: 'PROPOSAL_NOT_FOUND', path: ['proposalId'] };

describe('casting a ballot', () => {
  it('adds a ballot in place of the earlier one; both stay on record', async () => {
    const proposalId = await world.openUnder(ruleLike());
    await world.vote(proposalId, 1, 'agree');
    await world.vote(proposalId, 1, 'disagree');
    expect(await ballotsOf(proposalId)).toEqual([
      { stance: 'agree', current: false },
      { stance: 'disagree', current: true },
    ]);
  });

  it('in a secret vote is told to nobody, whatever was told of it before', async () => {
    const open = await world.openUnder(ruleLike());
    const secret = await world.openUnder(ruleLike({ secretUntilClosed: true }));
    for (const proposalId of [open, secret]) await world.vote(proposalId, 1, 'agree');
    const told = async () => {
      const rows = await world.asOwner<{ id: string; visibility: string }>(
        `select subject_id as id, visibility from platform.facts
         where type = 'governance.BallotCast' and subject_id = any ($1)`,
        [[open, secret]],
      );
      return Object.fromEntries(rows.map(({ id, visibility }) => [id, visibility]));
    };
    expect(await told()).toEqual({ [open]: 'members', [secret]: 'private' });
    // As version 0.1.0 told it.
    await world.asOwner('alter table platform.facts disable trigger refuse_change');
    await world.asOwner(
      `update platform.facts set visibility = 'members' where type = 'governance.BallotCast'`,
    );
    await world.asOwner('alter table platform.facts enable trigger refuse_change');
    const lower = `update platform.facts set visibility = 'private' where subject_id = $1
      and type = 'governance.BallotCast'`;
    await expect(attack(lower, [open])).rejects.toThrow('never changed');
    await attack(lower, [secret]);
    expect(await told()).toEqual({ [open]: 'members', [secret]: 'private' });
    const widen = lower.replace('private', 'members');
    await expect(attack(widen, [secret])).rejects.toThrow('never changed');
  });

  it('keeps one current ballot when one voter casts many at once, in one chain', async () => {
    const proposalId = await world.openUnder(ruleLike());
    const stances = ['agree', 'disagree', 'abstain', 'agree', 'disagree', 'block'] as const;
    await Promise.all(stances.map((stance) => world.vote(proposalId, 2, stance)));
    const [row] = await world.asOwner(
      `select count(*)::int as cast, count(*) filter (where superseded_at is null)::int as current,
         count(distinct supersedes_id)::int as superseded
       from governance.ballots where proposal_id = $1`,
      [proposalId],
    );
    expect(row).toEqual({ cast: 6, current: 1, superseded: 5 });
  });

  it('replaces nobody else’s ballot, and none of another vote', async () => {
    const [one, other] = [await world.openUnder(ruleLike()), await world.openUnder(ruleLike())];
    for (const proposalId of [one, other]) await world.vote(proposalId, 1, 'agree');
    await world.vote(one, 2, 'disagree');
    await world.vote(one, 1, 'disagree');
    const current = async (proposalId: string) =>
      (await ballotsOf(proposalId)).filter((ballot) => ballot.current).length;
    expect([await current(one), await current(other)]).toEqual([2, 1]);
  });

  it('says who voted, and on what, and never how', async () => {
    const proposalId = await world.openUnder(ruleLike());
    const first = await world.cast.execute(world.voters[1]!, { proposalId, mark: 'agree' });
    const second = await world.cast.execute(world.voters[1]!, { proposalId, mark: 'disagree' });
    const facts = await world.asOwner<{ data: object }>(
      `select data from platform.facts
       where type = 'governance.BallotCast' and subject_id = $1 order by data ->> 'supersedes'`,
      [proposalId],
    );
    const { memberId } = world.voters[1]!;
    expect(facts.map(({ data }) => data)).toEqual([
      { proposalId, ballotId: first.ballotId, memberId, supersedes: false },
      { proposalId, ballotId: second.ballotId, memberId, supersedes: true },
    ]);
  });

  it('gives a receipt that can be made again from the ballot', async () => {
    const proposalId = await world.openUnder(ruleLike());
    const voter = world.voters[3]!;
    const result = await world.cast.execute(voter, { proposalId, mark: 'agree' });
    const [ballot] = await world.asOwner<{ cast_at: Date; weight: string; salt: string }>(
      `select b.cast_at, b.weight, p.electorate_salt as salt from governance.ballots b
         join governance.proposals p on p.id = b.proposal_id where b.id = $1`,
      [result.ballotId],
    );
    const again = ballotReceipt(
      {
        ballotId: result.ballotId,
        proposalId,
        memberId: voter.memberId!,
        mark: 'agree',
        weight: BigInt(ballot!.weight),
        castAt: ballot!.cast_at,
      },
      ruleLike(),
      { proofVersion: 2, electorateSalt: ballot!.salt },
    );
    expect(result.receipt).toBe(again);
  });

  it('asks for an early close only where the rule knows one', async () => {
    const asked = async (proposalId: string) =>
      (
        await world.asOwner(
          `select 1 from platform.jobs where name = 'governance.consider-early-close'
             and payload ->> 'proposalId' = $1`,
          [proposalId],
        )
      ).length;
    const plain = await world.openUnder(ruleLike());
    const early = await world.openUnder(ruleLike({ earlyClose: { when: 'outcome-certain' } }));
    for (const proposalId of [plain, early]) await world.vote(proposalId, 1, 'agree');
    expect([await asked(plain), await asked(early)]).toEqual([0, 1]);
  });
});

describe('a ballot is refused', () => {
  it('with a stance that is not offered, and with a block that gives no reason', async () => {
    const noBlocks = ruleLike({ stances: ['agree', 'disagree'], blocks: null });
    const proposalId = await world.openUnder(noBlocks);
    await expect(world.vote(proposalId, 1, 'abstain')).rejects.toMatchObject({
      code: 'STANCE_NOT_OFFERED',
    });
    const blockable = await world.openUnder(ruleLike());
    for (const reason of [undefined, null, '', ' \n']) {
      const input = {
        proposalId: blockable,
        mark: 'block',
        ...(reason === undefined ? {} : { reason }),
      };
      await expect(world.cast.execute(world.voters[1]!, input)).rejects.toMatchObject({
        code: 'BLOCK_NEEDS_REASON',
      });
    }
    expect(await ballotsOf(blockable)).toEqual([]);
  });

  it.each([
    ['optional', 'block', null, null],
    ['optional', 'agree', 'because', null],
    ['none', 'block', null, null],
    ['none', 'agree', 'because', 'BALLOT_REASON_NOT_TAKEN'],
    ['required', 'abstain', null, 'BALLOT_NEEDS_REASON'],
    ['required', 'abstain', ' \n', 'BALLOT_NEEDS_REASON'],
    ['required', 'abstain', 'because', null],
    ['for-disagree', 'disagree', null, 'DISAGREEMENT_NEEDS_REASON'],
    ['for-disagree', 'block', null, 'BLOCK_NEEDS_REASON'],
    ['for-disagree', 'abstain', null, null],
    ['for-disagree', 'disagree', 'because', null],
    ['for-block', 'block', null, 'BLOCK_NEEDS_REASON'],
    ['for-block', 'disagree', null, null],
  ] as const)(
    'where reasons are %s: %s because of %j is %s',
    async (reasons, mark, reason, code) => {
      const proposalId = await world.openUnder(ruleLike({ reasons }));
      const cast = world.cast.execute(world.voters[1]!, { proposalId, mark, reason });
      const told = await cast.then(
        () => null,
        ({ code: refusedAs, path }: { code: string; path: string[] }) => [refusedAs, path],
      );
      expect(told).toEqual(code === null ? null : [code, ['reason']]);
      expect(await ballotsOf(proposalId)).toHaveLength(code === null ? 1 : 0);
    },
  );

  it.each([
    ['a reason without end', 'x'.repeat(5001)],
    ['a reason with a NUL', 'a\0b'],
  ])('with %s', async (_what, reason) => {
    const proposalId = await world.openUnder(ruleLike());
    const attempt = world.cast.execute(world.voters[1]!, { proposalId, mark: 'agree', reason });
    await expect(attempt).rejects.toMatchObject({
      code: 'BALLOT_REASON_INVALID',
      path: ['reason'],
    });
  });

  it('with a mark one byte too long; the longest is taken', async () => {
    const { stances: _, decision: __, blocks: ___, ...common } = ruleLike();
    const proposalId = await world.openUnder({ ...common, ballotKind: 'essay' });
    const cast = (mark: string) => world.cast.execute(world.voters[1]!, { proposalId, mark });
    // Two quotes, and an umlaut of two bytes.
    const longest = `ä${'x'.repeat(maxMarkBytes - 4)}`;
    await expect(cast(longest)).resolves.toMatchObject({ mark: longest });
    await expect(cast(`${longest}x`)).rejects.toMatchObject({
      code: 'BALLOT_MARK_INVALID',
      path: ['mark'],
    });
  });

  it('from the very instant of closing on, closed or not; just before, it is taken', async () => {
    const proposalId = await world.openUnder(ruleLike());
    world.toTheEnd(-1);
    await world.vote(proposalId, 1, 'agree');
    world.clock.set(new Date(world.clock.now().getTime() + 1));
    await expect(world.vote(proposalId, 2, 'agree')).rejects.toMatchObject(closed);
    expect(await world.closeVote(proposalId)).toEqual({ did: 'closed', outcome: 'passed' });
    await expect(world.vote(proposalId, 2, 'agree')).rejects.toMatchObject(closed);
    expect(await ballotsOf(proposalId)).toHaveLength(1);
  });

  it('after an early close, though its time is not over', async () => {
    const rule = ruleLike({ earlyClose: { when: 'super-quorum', agreeShare: '1/2' } });
    const proposalId = await world.openUnder(rule);
    for (const voter of [1, 2, 3]) await world.vote(proposalId, voter, 'agree');
    expect(await world.closeVote(proposalId)).toMatchObject({ did: 'closed' });
    await expect(world.vote(proposalId, 4, 'block')).rejects.toMatchObject(closed);
  });

  it('of somebody outside the electorate, who learns whether there is a vote', async () => {
    const outsider = memberActor(world.cooperativeId, newId());
    const cast = (proposalId: string) =>
      world.cast.execute(outsider, { proposalId, mark: 'agree' });
    const proposalId = await world.openUnder(ruleLike());
    await expect(cast(proposalId)).rejects.toMatchObject({ code: 'NOT_IN_ELECTORATE' });
    world.toTheEnd();
    await world.closeVote(proposalId);
    await expect(cast(proposalId)).rejects.toMatchObject(closed);
    const announced = await world.openUnder(ruleLike({ noticeHours: 48 }));
    await expect(cast(announced)).rejects.toMatchObject({ ...closed, code: 'VOTING_NOT_OPEN' });
    await expect(cast(newId())).rejects.toMatchObject(notThere);
  });

  it('on a draft, which for others than its proposer is not there', async () => {
    const key = `p-${newId()}`;
    await world.adopt.execute(world.system, { key, title: 'A policy', rule: ruleLike() });
    const terms = { title: 'A kettle', body: '', policyKey: key, actions: [] };
    const { proposalId } = await world.draft.execute(world.voters[0]!, terms);
    await expect(world.vote(proposalId, 1, 'agree')).rejects.toMatchObject(notThere);
  });

  it('of a member of another co-operative, even with the ids of this one', async () => {
    const proposalId = await world.openUnder(ruleLike());
    const { memberId } = world.voters[1]!;
    const elsewhere = memberActor(newId(), memberId!);
    const attempt = world.cast.execute(elsewhere, { proposalId, mark: 'agree' });
    await expect(attempt).rejects.toMatchObject(notThere);
    expect(await ballotsOf(proposalId)).toEqual([]);
  });

  it('of who is no member, and of the service itself', async () => {
    const proposalId = await world.openUnder(ruleLike());
    const auditor = { ...memberActor(world.cooperativeId, newId(), ['auditor']), memberId: null };
    for (const actor of [world.system, auditor]) {
      const attempt = world.cast.execute(actor, { proposalId, mark: 'agree' });
      await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});

describe('casting and closing at the same time', () => {
  it('counts every ballot that was accepted, and no other', async () => {
    for (let round = 0; round < 4; round += 1) {
      const proposalId = await world.openUnder(
        ruleLike({ earlyClose: { when: 'super-quorum', agreeShare: '1/2' } }),
      );
      for (const voter of [0, 1, 2]) await world.vote(proposalId, voter, 'agree');
      const casts = [3, 4, 5].map((voter) => world.vote(proposalId, voter, 'agree'));
      const closing = world.closeVote(proposalId);
      const [result, ...cast] = await Promise.allSettled([closing, ...casts]);
      expect(result).toMatchObject({ value: { did: 'closed', outcome: 'passed' } });
      const refused = cast.filter(({ status }) => status === 'rejected');
      for (const one of refused) expect(one).toMatchObject({ reason: closed });
      const [row] = await world.asOwner<{ agree: string }>(
        `select final_count ->> 'agree' as agree from governance.proposals where id = $1`,
        [proposalId],
      );
      expect(Number(row?.agree)).toBe(6 - refused.length);
    }
  });
});

describe('Postgres has the last word', () => {
  it('refuses raw SQL a ballot before opening, after closing and from outside', async () => {
    const proposalId = await world.openUnder(ruleLike());
    const memberId = world.voters[1]!.memberId;
    const insert = `insert into governance.ballots (id, cooperative_id, proposal_id, member_id,
      mark, weight, cast_at, cast_via) values ($1, $2, $3, $4, '"agree"', $5, $6, 'none')`;
    const row = (weight: number, castAt: Date, member = memberId) => [
      newId(),
      world.cooperativeId,
      proposalId,
      member,
      weight,
      castAt,
    ];
    const now = world.clock.now();
    const before = new Date(now.getTime() - 1);
    await expect(attack(insert, row(1, before))).rejects.toThrow(/not open/);
    await expect(attack(insert, row(7, now))).rejects.toThrow(/ballots_voter_fk/);
    await expect(attack(insert, row(1, now, newId()))).rejects.toThrow(/ballots_voter_fk/);
    world.toTheEnd();
    await expect(attack(insert, row(1, world.clock.now()))).rejects.toThrow(/not open/);
    await world.closeVote(proposalId);
    await expect(attack(insert, row(1, now))).rejects.toThrow(/not open/);
  });

  it('refuses to change or remove a ballot, or to add another current one', async () => {
    const proposalId = await world.openUnder(ruleLike());
    await world.vote(proposalId, 1, 'agree');
    const attacks = [
      `update governance.ballots set mark = '"disagree"' where proposal_id = $1`,
      `update governance.ballots set weight = 2 where proposal_id = $1`,
      `update governance.ballots set cast_at = now() where proposal_id = $1`,
      `delete from governance.ballots where proposal_id = $1`,
      `insert into governance.ballots (id, cooperative_id, proposal_id, member_id, mark, weight,
         cast_at, cast_via) select gen_random_uuid(), cooperative_id, proposal_id, member_id, mark,
         weight, cast_at, cast_via from governance.ballots where proposal_id = $1`,
    ];
    for (const text of attacks) {
      await expect(world.asOwner(text, [proposalId])).rejects.toThrow(refusal);
      await expect(attack(text, [proposalId])).rejects.toThrow(refusal);
    }
  });
});

describe('after all this', () => {
  it('every law of the room holds', async () => {
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
  });
});
