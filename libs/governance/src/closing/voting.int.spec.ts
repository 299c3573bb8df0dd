import { newId } from '@rochdale/platform';
import { ballotReceipt, RecountOutcomes, votingInvariants } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { governanceInvariants } from '../governance.invariants.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import {
  brokenLaws,
  createDecisionWorld,
  memberActor,
  rollEntry,
  ruleLike,
} from '../testing/decision-world.js';

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(6);
});
afterAll(() => world.close());

const close = (proposalId: string) => world.closing.execute(world.system, { proposalId });
const refusal =
  /never|frozen|cannot become|once|stay on record|permission denied|belong to|violates/;
const toTheEnd = () => world.clock.advance({ days: 6 });
const attack = (text: string, values: unknown[]) =>
  world.asApplication(text, values, world.cooperativeId);
const ballotsOf = (proposalId: string) =>
  world.asOwner<{ stance: string; current: boolean }>(
    `select mark as stance, superseded_at is null as current from governance.ballots
     where proposal_id = $1 order by cast_at, id`,
    [proposalId],
  );

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

  it('keeps one current ballot when one voter casts many at once', async () => {
    const proposalId = await world.openUnder(ruleLike());
    const stances = ['agree', 'disagree', 'abstain', 'agree', 'disagree', 'block'] as const;
    await Promise.all(stances.map((stance) => world.vote(proposalId, 2, stance)));
    const ballots = await ballotsOf(proposalId);
    expect(ballots).toHaveLength(6);
    expect(ballots.filter(({ current }) => current)).toHaveLength(1);
  });

  it('gives a receipt that can be made again from the ballot', async () => {
    const proposalId = await world.openUnder(ruleLike());
    const voter = world.voters[3]!;
    const result = await world.cast.execute(voter, { proposalId, mark: 'agree' });
    const [ballot] = await world.asOwner<{ cast_at: Date; weight: string }>(
      'select cast_at, weight from governance.ballots where id = $1',
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
    );
    expect(result.receipt).toBe(again);
  });

  it('refuses a stance that is not offered, and a block without a reason', async () => {
    const noBlocks = ruleLike({ stances: ['agree', 'disagree'], blocks: null });
    const proposalId = await world.openUnder(noBlocks);
    await expect(world.vote(proposalId, 1, 'abstain')).rejects.toMatchObject({
      code: 'STANCE_NOT_OFFERED',
    });
    const blockable = await world.openUnder(ruleLike());
    const silent = world.cast.execute(world.voters[1]!, { proposalId: blockable, mark: 'block' });
    await expect(silent).rejects.toMatchObject({ code: 'BLOCK_NEEDS_REASON' });
  });

  it('ends at the closing time to the millisecond, closed or not', async () => {
    const proposalId = await world.openUnder(ruleLike());
    toTheEnd();
    world.clock.set(new Date(world.clock.now().getTime() - 1));
    await world.vote(proposalId, 1, 'agree');
    world.clock.set(new Date(world.clock.now().getTime() + 1));
    await expect(world.vote(proposalId, 2, 'agree')).rejects.toMatchObject({
      code: 'VOTING_CLOSED',
    });
  });
});

describe('the electorate', () => {
  it('is fixed at opening: who joins later has no vote, who leaves still counts', async () => {
    const entries = world.roll.entriesOf.get(world.cooperativeId)!;
    const proposalId = await world.openUnder(
      ruleLike({ quorum: { share: '1/2', of: 'electorate', counts: 'ballots' } }),
    );
    const joiner = rollEntry();
    world.roll.entriesOf.set(world.cooperativeId, [...entries.slice(0, 3), joiner]);
    const late = memberActor(world.cooperativeId, joiner.memberId);
    await expect(world.cast.execute(late, { proposalId, mark: 'agree' })).rejects.toMatchObject({
      code: 'NOT_IN_ELECTORATE',
    });
    await world.vote(proposalId, 1, 'agree');
    await world.vote(proposalId, 2, 'agree');
    toTheEnd();
    // Two of the six who were there do not make half, though they would be two of four now.
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'no-quorum' });
    world.roll.entriesOf.set(world.cooperativeId, entries);
  });

  it('weighs members by class, and leaves out whom the policy does not ask', async () => {
    const entries = world.roll.entriesOf.get(world.cooperativeId)!;
    const organisation = rollEntry({ memberClass: 'organisation' });
    world.roll.entriesOf.set(world.cooperativeId, [
      ...entries,
      organisation,
      rollEntry({ standing: 'in-arrears' }),
      rollEntry({ memberClass: 'supporter' }),
    ]);
    const proposalId = await world.openUnder(
      ruleLike({
        eligibility: {
          classes: ['worker', 'organisation'],
          standings: ['active'],
          weightByClass: { organisation: 2 },
        },
      }),
    );
    const rows = await world.asOwner(
      `select electorate_size as size, electorate_weight as weight from governance.proposals
       where id = $1`,
      [proposalId],
    );
    expect(rows).toEqual([{ size: 7, weight: '8' }]);
    world.roll.entriesOf.set(world.cooperativeId, entries);
  });

  it('is not opened for nobody', async () => {
    const nobody = ruleLike({
      eligibility: { classes: ['bees'], standings: ['active'], weightByClass: {} },
    });
    await expect(world.openUnder(nobody)).rejects.toMatchObject({ code: 'ELECTORATE_EMPTY' });
  });
});

describe('closing', () => {
  it('does nothing before its time', async () => {
    const proposalId = await world.openUnder(ruleLike());
    expect(await close(proposalId)).toEqual({ did: 'nothing', because: 'not-due' });
  });

  it('closes once when two workers close at the same time', async () => {
    const proposalId = await world.openUnder(ruleLike());
    await world.vote(proposalId, 1, 'agree');
    toTheEnd();
    const results = await Promise.all([close(proposalId), close(proposalId), close(proposalId)]);
    expect(results.filter(({ did }) => did === 'closed')).toHaveLength(1);
    const facts = await world.asOwner(
      `select data ->> 'outcome' as outcome from platform.facts
       where type = 'governance.ProposalClosed' and subject_id = $1`,
      [proposalId],
    );
    expect(facts).toEqual([{ outcome: 'passed' }]);
  });

  it('counts every ballot that was accepted, when members cast while it closes', async () => {
    for (let round = 0; round < 5; round += 1) {
      const proposalId = await world.openUnder(
        ruleLike({ earlyClose: { when: 'super-quorum', agreeShare: '1/2' } }),
      );
      for (const voter of [0, 1, 2]) await world.vote(proposalId, voter, 'agree');
      const casts = [3, 4, 5].map((voter) => world.vote(proposalId, voter, 'agree'));
      const [result, ...cast] = await Promise.allSettled([close(proposalId), ...casts]);
      expect(result).toMatchObject({ value: { did: 'closed', outcome: 'passed' } });
      const refused = cast.filter(({ status }) => status === 'rejected');
      for (const one of refused) expect(one).toMatchObject({ reason: { code: 'VOTING_CLOSED' } });
      const [row] = await world.asOwner<{ agree: string }>(
        `select final_count ->> 'agree' as agree from governance.proposals where id = $1`,
        [proposalId],
      );
      expect(Number(row?.agree)).toBe(6 - refused.length);
    }
  });

  it('extends once when the quorum came late, and then closes', async () => {
    const proposalId = await world.openUnder(
      ruleLike({
        quorum: { share: '1/3', of: 'electorate', counts: 'ballots' },
        lateQuorum: { withinHours: 24, extendHours: 48 },
      }),
    );
    await world.vote(proposalId, 1, 'agree');
    world.clock.advance({ days: 5, hours: 1 });
    await world.vote(proposalId, 2, 'agree');
    world.clock.advance({ hours: 23 });
    expect(await close(proposalId)).toMatchObject({ did: 'extended' });
    expect(await close(proposalId)).toEqual({ did: 'nothing', because: 'not-due' });
    await world.vote(proposalId, 3, 'disagree');
    world.clock.advance({ hours: 48 });
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'passed' });
  });

  it('breaks a tie by lot with the seed that was committed to before the vote', async () => {
    const proposalId = await world.openUnder(ruleLike({ tieRule: 'lot' }));
    await world.vote(proposalId, 1, 'agree');
    await world.vote(proposalId, 2, 'disagree');
    toTheEnd();
    await close(proposalId);
    const rows = await world.asOwner(
      `select outcome in ('passed', 'rejected') as settled, outcome_reason,
         encode(sha256(lot_seed::bytea), 'hex') = lot_commitment as committed
       from governance.proposals where id = $1`,
      [proposalId],
    );
    expect(rows).toEqual([{ settled: true, outcome_reason: 'lot-drawn', committed: true }]);
  });

  it('leaves a tie to the status quo where the rule says so', async () => {
    const proposalId = await world.openUnder(ruleLike());
    await world.vote(proposalId, 1, 'agree');
    await world.vote(proposalId, 2, 'disagree');
    toTheEnd();
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'tied' });
  });

  it('opens after its notice, not before', async () => {
    const proposalId = await world.openUnder(ruleLike({ noticeHours: 48 }));
    expect(await world.stateOf(proposalId)).toBe('notice');
    await world.openNoticed.execute(world.system, { proposalId });
    expect(await world.stateOf(proposalId)).toBe('notice');
    world.clock.advance({ hours: 48 });
    await Promise.all([1, 2].map(() => world.openNoticed.execute(world.system, { proposalId })));
    expect(await world.stateOf(proposalId)).toBe('open');
  });
});

describe('Postgres has the last word', () => {
  it('refuses raw SQL a ballot after closing, before opening and from outside', async () => {
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
    toTheEnd();
    await expect(attack(insert, row(1, world.clock.now()))).rejects.toThrow(/not open/);
    await close(proposalId);
    await expect(attack(insert, row(1, now))).rejects.toThrow(/not open/);
  });

  it('refuses to change or remove a ballot, an electorate, a rule or an outcome', async () => {
    const proposalId = await world.openUnder(ruleLike());
    await world.vote(proposalId, 1, 'agree');
    const attacks = [
      `update governance.ballots set mark = '"disagree"' where proposal_id = $1`,
      `delete from governance.ballots where proposal_id = $1`,
      `update governance.electorate set weight = 9 where proposal_id = $1`,
      `delete from governance.electorate where proposal_id = $1`,
      `update governance.proposals set rule = '{}' where id = $1`,
      `update governance.proposals set title = 'Buy a yacht' where id = $1`,
      `update governance.proposals set closes_at = opened_at where id = $1`,
      `update governance.proposals set state = 'executed' where id = $1`,
      `update governance.proposals set state = 'closed', closed_at = closes_at, outcome = 'passed',
         outcome_reason = 'x', final_count = '{}' where id = $1`,
      `delete from governance.proposals where id = $1`,
      `insert into governance.electorate (proposal_id, member_id, cooperative_id, member_class,
         weight) select $1, gen_random_uuid(), cooperative_id, 'worker', 1
         from governance.proposals where id = $1`,
      `insert into governance.actions (id, cooperative_id, proposal_id, ordinal, kind, payload,
         state) select gen_random_uuid(), cooperative_id, $1, 9, 'a.b', '{}', 'pending'
         from governance.proposals where id = $1`,
    ];
    for (const text of attacks) {
      await expect(world.asOwner(text, [proposalId])).rejects.toThrow(refusal);
      await expect(attack(text, [proposalId])).rejects.toThrow(refusal);
    }
  });
});

describe('a recount', () => {
  it('agrees with the record, and finds an outcome that was tampered with', async () => {
    const recount = new RecountOutcomes(world.unitOfWork);
    const proposalId = await world.openUnder(ruleLike());
    await world.vote(proposalId, 1, 'disagree');
    toTheEnd();
    await close(proposalId);
    expect(await recount.execute(world.system)).toEqual([]);
    const tamper = (outcome: string) =>
      world.asOwner(`begin; set local session_replication_role = replica;
        update governance.proposals set outcome = '${outcome}', state = '${outcome}'
        where id = '${proposalId}'; commit`);
    await tamper('passed');
    expect(await recount.execute(world.system)).toMatchObject([{ proposalId }]);
    await tamper('rejected');
  });
});

describe('after all this', () => {
  it('every law of the room holds', async () => {
    expect(await brokenLaws(world, [...governanceInvariants, ...votingInvariants])).toEqual([]);
  });
});
