import { newId } from '@rochdale/platform';
import { BallotQueries } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdoptPolicy } from './policy/adopt-policy.js';
import { PolicyQueries } from './policy/policy.queries.js';
import { ProposalQueries } from './proposal/proposal.queries.js';
import { CancelProposal } from './closing/cancel-proposal.js';
import { WithdrawProposal } from './closing/withdraw-proposal.js';
import { WithholdProposal } from './readers/withhold-proposal.js';
import { OpenProposal } from './opening/open-proposal.js';
import { SecondProposal } from './opening/second-proposal.js';
import type { DecisionWorld } from './testing/decision-world.js';
import { createDecisionWorld, memberActor, ruleLike } from './testing/decision-world.js';

let world: DecisionWorld;
let proposalId: string;
beforeAll(async () => {
  world = await createDecisionWorld(3);
  proposalId = await world.openUnder(ruleLike());
  await world.vote(proposalId, 1, 'agree');
});
afterAll(() => world.close());

describe('another co-operative', () => {
  it('reads nothing of this one', async () => {
    const stranger = { ...world.secretary, cooperativeId: newId() };
    const { unitOfWork } = world;
    const proposals = new ProposalQueries(world.votes);
    const ballots = new BallotQueries();
    const policies = new PolicyQueries();
    const seen = await unitOfWork.read(stranger, async (tx) => [
      await proposals.byIds(tx, [proposalId]),
      await proposals.tallies(tx, [proposalId]),
      await proposals.actionsOf(tx, [proposalId]),
      await ballots.own(tx, [proposalId]),
      await ballots.ownPlaces(tx, [proposalId]),
      (await proposals.page(tx, {}, {})).rows,
      (await ballots.pages(tx, [proposalId], {})).get(proposalId)?.rows,
      await policies.inForce(tx),
    ]);
    expect(seen).toEqual([[], [], [], [], [], [], [], []]);
  });

  it('changes nothing of this one', async () => {
    const cooperativeId = newId();
    const secretary = memberActor(cooperativeId, world.voters[0]!.memberId!, ['secretary']);
    const system = { ...world.system, cooperativeId };
    const attempts = await Promise.allSettled([
      world.cast.execute(secretary, { proposalId, mark: 'agree' }),
      world.closing.execute(system, { proposalId }),
      world.execute.execute(system, { proposalId }),
      world.retry.execute(system, { proposalId }),
      world.openNoticed.execute(system, { proposalId }),
      new CancelProposal(world.unitOfWork).execute(secretary, { proposalId, reason: 'x' }),
      new WithdrawProposal(world.unitOfWork).execute(secretary, { proposalId }),
      new WithholdProposal(world.unitOfWork).execute(secretary, { proposalId, reason: 'mistake' }),
    ]);
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({ reason: { code: 'PROPOSAL_NOT_FOUND' } });
    }
  });

  it('cannot write a row into this one, nor move one over', async () => {
    const other = newId();
    const forged = `insert into governance.seconds (proposal_id, member_id, cooperative_id,
      seconded_at) values ($1, gen_random_uuid(), $2, now())`;
    await expect(
      world.asApplication(forged, [proposalId, world.cooperativeId], other),
    ).rejects.toThrow(/row-level security/);
    const moved = `update governance.proposals set cooperative_id = $2 where id = $1`;
    await expect(
      world.asApplication(moved, [proposalId, other], world.cooperativeId),
    ).rejects.toThrow(/frozen|row-level security/);
  });
});

describe('a stranger of this co-operative', () => {
  it('reads public decisions, and nothing that is not decided', async () => {
    const nobody = { ...world.system, kind: 'anonymous' as const };
    const queries = new ProposalQueries(world.votes);
    const read = () => world.unitOfWork.read(nobody, (tx) => queries.page(tx, {}, {}));
    expect((await read()).rows).toEqual([]);
    const decided = await world.openUnder(ruleLike());
    world.clock.advance({ days: 6 });
    await world.closing.execute(world.system, { proposalId: decided });
    const { rows } = await read();
    expect(rows.map(({ id }) => id)).toEqual([decided]);
  });
});

describe('a secret vote', () => {
  it('says how many, not how, until it is closed; one’s own ballot is shown', async () => {
    const secret = await world.openUnder(ruleLike({ secretUntilClosed: true }));
    await world.vote(secret, 1, 'disagree');
    const queries = new ProposalQueries(world.votes);
    const ballots = new BallotQueries();
    const voter = world.voters[1]!;
    const tally = () => world.unitOfWork.read(voter, (tx) => queries.tallies(tx, [secret]));
    expect(await tally()).toMatchObject([{ ballots: 1, groups: null }]);
    const shown = async () => {
      const pages = await world.unitOfWork.read(voter, (tx) => ballots.pages(tx, [secret], {}));
      return pages.get(secret)?.rows;
    };
    expect(await shown()).toEqual([]);
    const own = await world.unitOfWork.read(voter, (tx) => ballots.own(tx, [secret]));
    expect(own).toMatchObject([{ mark: 'disagree' }]);
    const facts = await world.asOwner(
      `select 1 from platform.facts where type = 'governance.BallotCast'
         and data::text like '%disagree%'`,
    );
    expect(facts).toEqual([]);
    world.clock.advance({ days: 6 });
    await world.closing.execute(world.system, { proposalId: secret });
    expect(await tally()).toMatchObject([
      { groups: [{ mark: 'disagree', ballots: 1, weight: 1n }] },
    ]);
    expect(await shown()).toHaveLength(1);
  });
});

describe('a secret vote in which one weighs more than the others', () => {
  it('does not say by weights that this one voted', async () => {
    const [first, ...others] = world.roll.entriesOf.get(world.cooperativeId) ?? [];
    if (first === undefined) throw new Error('nobody votes');
    world.roll.entriesOf.set(world.cooperativeId, [
      { ...first, memberClass: 'founder' },
      ...others,
    ]);
    const eligibility = { ...ruleLike().eligibility, weightByClass: { founder: 5 } };
    const secret = await world.openUnder(ruleLike({ secretUntilClosed: true, eligibility }));
    world.roll.entriesOf.set(world.cooperativeId, [first, ...others]);
    const queries = new ProposalQueries(world.votes);
    const tally = async (voter: number) => {
      await world.vote(secret, voter, 'agree');
      const [told] = await world.unitOfWork.read(world.voters[2]!, (tx) =>
        queries.tallies(tx, [secret]),
      );
      return told;
    };
    expect(await tally(0)).toMatchObject({ ballots: 1, castWeight: 1n });
    expect(await tally(1)).toMatchObject({ ballots: 2, castWeight: 2n });
    world.clock.advance({ days: 6 });
    await world.closing.execute(world.system, { proposalId: secret });
    const counted = await world.unitOfWork.read(world.voters[2]!, (tx) =>
      queries.tallies(tx, [secret]),
    );
    expect(counted).toMatchObject([{ ballots: 2, castWeight: 6n }]);
  });
});

describe('adopting policies', () => {
  it('retires the version in force, and proposals keep the rule they opened under', async () => {
    const adopt = new AdoptPolicy(world.unitOfWork, world.fitness);
    const key = 'kettle';
    const first = await adopt.execute(world.secretary, { key, title: 'Kettles', rule: ruleLike() });
    const again = await adopt.execute(world.secretary, { key, title: 'Kettles', rule: ruleLike() });
    expect([first.version, again.version]).toEqual([1, 1]);
    const changed = { key, title: 'Kettles', rule: ruleLike({ timelockHours: 24 }) };
    const second = await adopt.execute(world.secretary, { ...changed, replacesVersion: 1 });
    expect(second.version).toBe(2);
    const stale = adopt.execute(world.secretary, { ...changed, replacesVersion: 1 });
    await expect(stale).rejects.toMatchObject({ code: 'POLICY_VERSION_STALE' });
    const member = adopt.execute(world.voters[1]!, changed);
    await expect(member).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a policy that asks for a seconder', () => {
  it('opens nothing until another member seconds it', async () => {
    const { unitOfWork, secretary, voters, opening } = world;
    const key = 'seconded';
    const rule = ruleLike({ secondersNeeded: 1 });
    await new AdoptPolicy(unitOfWork, world.fitness).execute(secretary, {
      key,
      title: 'Seconded',
      rule,
    });
    const [proposer, other] = [voters[1]!, voters[2]!];
    const terms = { title: 'A kettle', body: '', policyKey: key, actions: [] };
    const { proposalId: id } = await world.draft.execute(proposer, terms);
    const open = () => new OpenProposal(unitOfWork, opening).execute(proposer, { proposalId: id });
    const second = new SecondProposal(unitOfWork);
    await expect(open()).rejects.toMatchObject({ code: 'PROPOSAL_NEEDS_SECONDER' });
    await expect(second.execute(proposer, { proposalId: id })).rejects.toMatchObject({
      code: 'SECONDER_IS_PROPOSER',
    });
    await second.execute(other, { proposalId: id });
    await expect(second.execute(other, { proposalId: id })).rejects.toMatchObject({
      code: 'SECONDED_ALREADY',
    });
    expect(await open()).toMatchObject({ state: 'open' });
  });
});

describe('ending a proposal early', () => {
  it('is for its proposer, or a secretary with a reason, and only before it closes', async () => {
    const withdraw = new WithdrawProposal(world.unitOfWork);
    const cancel = new CancelProposal(world.unitOfWork);
    const mine = await world.openUnder(ruleLike(), { by: world.voters[1]! });
    await expect(withdraw.execute(world.voters[2]!, { proposalId: mine })).rejects.toMatchObject({
      code: 'PROPOSAL_NOT_YOURS',
    });
    await withdraw.execute(world.voters[1]!, { proposalId: mine });
    expect(await world.stateOf(mine)).toBe('withdrawn');
    await expect(world.vote(mine, 1, 'agree')).rejects.toMatchObject({ code: 'VOTING_CLOSED' });
    const other = await world.openUnder(ruleLike());
    await expect(
      cancel.execute(world.secretary, { proposalId: other, reason: ' ' }),
    ).rejects.toMatchObject({ code: 'CANCELLATION_NEEDS_REASON' });
    await expect(
      cancel.execute(world.voters[1]!, { proposalId: other, reason: 'x' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    world.clock.advance({ days: 6 });
    await world.closing.execute(world.system, { proposalId: other });
    await expect(
      cancel.execute(world.secretary, { proposalId: other, reason: 'Too late.' }),
    ).rejects.toMatchObject({ code: 'PROPOSAL_STATUS_CONFLICT' });
  });
});
