import '../testing/single-choice.js';
import { RecountOutcomes } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { governanceInvariants } from '../governance.invariants.js';
import { parseRule } from '../policy/decision-rule.js';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';

/** A rule of the kind that the test brings along, with all that is not its own from `ruleLike`. */
function choice(changes: object = {}) {
  const { stances: _, decision: __, blocks: ___, ...common } = ruleLike();
  return parseRule({
    ...common,
    ballotKind: 'pick-one',
    options: ['red', 'green', 'blue'],
    ...changes,
  });
}

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(5);
});
afterAll(() => world.close());

const cast = (proposalId: string, voter: number, option: string) =>
  world.cast.execute(world.voters[voter]!, { proposalId, mark: { option } });

async function close(proposalId: string) {
  world.clock.advance({ days: 6 });
  return world.closing.execute(world.system, { proposalId });
}

describe('a ballot kind that a test brings along', () => {
  it('is drafted, cast, counted, read and recounted like the one that ships', async () => {
    const proposalId = await world.openUnder(choice());
    await cast(proposalId, 1, 'red');
    await cast(proposalId, 2, 'green');
    await cast(proposalId, 3, 'green');
    await cast(proposalId, 1, 'blue');
    const queries = new ProposalQueries(world.votes);
    const [tally] = await world.unitOfWork.read(world.secretary, (tx) =>
      queries.tallies(tx, [proposalId]),
    );
    expect(tally).toMatchObject({ ballots: 3, castWeight: 3n });
    expect(tally?.groups).toHaveLength(2);
    expect(tally?.groups).toContainEqual({ mark: { option: 'green' }, ballots: 2, weight: 2n });
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'passed' });
    const [row] = await world.asOwner<{ reason: string; count: object }>(
      `select outcome_reason as reason, final_count as count from governance.proposals
       where id = $1`,
      [proposalId],
    );
    expect(row).toEqual({
      reason: 'most-votes',
      count: { winner: 'green', red: '0', green: '2', blue: '1' },
    });
    expect(await new RecountOutcomes(world.unitOfWork).execute(world.system)).toEqual([]);
  });

  it('refuses the marks of another kind, and those that the vote does not offer', async () => {
    const proposalId = await world.openUnder(choice());
    const stance = world.vote(proposalId, 1, 'agree');
    await expect(stance).rejects.toMatchObject({ code: 'BALLOT_MARK_INVALID', path: ['mark'] });
    const pink = cast(proposalId, 1, 'pink');
    await expect(pink).rejects.toMatchObject({ code: 'OPTION_NOT_OFFERED' });
    const stances = await world.openUnder(ruleLike());
    const red = cast(stances, 1, 'red');
    await expect(red).rejects.toMatchObject({ code: 'BALLOT_MARK_INVALID' });
  });

  it('gives a receipt of its own mark, another for each ballot', async () => {
    const proposalId = await world.openUnder(choice());
    const first = await cast(proposalId, 1, 'red');
    const second = await cast(proposalId, 1, 'red');
    expect(first.mark).toEqual({ option: 'red' });
    expect(second.supersedesId).toBe(first.ballotId);
    expect(second.receipt).not.toBe(first.receipt);
  });

  it('is tied where its count is, and no lot is asked for that it does not draw', async () => {
    const proposalId = await world.openUnder(choice());
    await cast(proposalId, 1, 'red');
    await cast(proposalId, 2, 'blue');
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'tied' });
  });

  it.each([
    ['a lot that nobody draws', { tieRule: 'lot' }],
    ['an early close that it cannot tell', { earlyClose: { when: 'outcome-certain' } }],
    ['what it says is wrong', { options: ['red', 'red'] }],
    ['a field of another kind', { stances: ['agree', 'disagree'] }],
    ['too few options', { options: ['red'] }],
    ['a kind that nobody declared', { ballotKind: 'seance' }],
  ])('refuses a rule with %s', (_name, changes) => {
    expect(() => choice(changes)).toThrow(
      expect.objectContaining({ code: 'POLICY_RULE_INVALID' }) as Error,
    );
  });
});

describe('after all this', () => {
  it('every law of both rooms holds', async () => {
    const laws = [...governanceInvariants, ...votingInvariants];
    expect(await brokenLaws(world, laws)).toEqual([]);
  });
});
