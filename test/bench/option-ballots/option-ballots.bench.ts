import { assert, newId, toGlobalId } from '@rochdale/platform';
import { exactFigure, figure } from '../figure.js';
import type { BenchFigure } from '../figure.js';
import { seedCooperative } from '../world/cooperative.js';
import { rawPerSecond, requestsUnderLoad } from '../world/load.js';
import { operation, statementsOf } from '../world/observed-api.js';
import { budgets, rankings } from '../world/option-votes.js';
import type { OptionVote } from '../world/option-votes.js';
import { seedProposals } from '../world/proposals.js';
import { about } from '../world/recorder.js';
import { stackUnderMeasure } from '../world/stack.js';
import type { Stack } from '../world/stack.js';

const mutation = `mutation Cast($proposalId: ID!, $input: BallotCastInput!) {
  ballotCast(proposalId: $proposalId, input: $input) {
    ballot { id markJson weight castAt }
    receipt
    userErrors { code message path }
  }
}`;

/** Enough that nobody casts twice: casting anew is other work. */
const proposalCount = 120;

/** Ballots by options over HTTP, as `ballot` measures those of stances. */
async function measured(stack: Stack, name: string, vote: OptionVote): Promise<BenchFigure[]> {
  const cooperative = await seedCooperative(stack);
  const asked = { count: proposalCount, voted: 0, under: vote };
  const proposals = await seedProposals(stack, cooperative, asked);
  let turn = 0;
  const next = () => {
    const voter = cooperative.members[turn % cooperative.members.length];
    const proposalId = proposals[Math.floor(turn / cooperative.members.length) % proposals.length];
    assert(voter !== undefined && proposalId !== undefined, 'there are voters and proposals');
    turn += 1;
    return { voter, proposalId, mark: vote.said(turn) };
  };
  const askAbout = ({ voter, proposalId, mark }: ReturnType<typeof next>) =>
    operation(voter.token, mutation, {
      proposalId: toGlobalId('Proposal', proposalId),
      input: { markJson: JSON.stringify(mark) },
    });
  const recorded = next();
  const statements = await statementsOf(stack, () => askAbout(recorded));
  const cast = statements.find(({ name: sent }) => sent === 'voting.cast-ballot');
  const facts = statements.find(({ name: sent }) => sent === 'platform.append-facts');
  const [factId] = (facts?.values[0] ?? []) as string[];
  const ballotId = cast?.values[0];
  assert(typeof ballotId === 'string' && factId !== undefined, 'a ballot was cast');
  const baseline = await rawPerSecond(stack, () => {
    const other = next();
    const substitutes = new Map([
      [ballotId, newId()],
      [factId, newId()],
      [recorded.voter.memberId, other.voter.memberId],
      [recorded.proposalId, other.proposalId],
    ]);
    return {
      cooperativeId: cooperative.id,
      readOnly: false,
      statements: about(statements, substitutes),
    };
  });
  const { perSecond, cpuMs } = await requestsUnderLoad(
    stack,
    () => ({ method: 'POST', ...askAbout(next()) }),
    (body) => body.includes('"receipt":"') && body.includes('"userErrors":[]'),
  );
  return [
    figure(`${name} cast over HTTP, beside its transaction`, 'ballots/s', perSecond, baseline),
    exactFigure('… of the API’s processor time', 'ms CPU', cpuMs),
  ];
}

export async function run(): Promise<BenchFigure[]> {
  const stack = stackUnderMeasure();
  return [
    ...(await measured(stack, 'ranking', rankings)),
    ...(await measured(stack, 'budget ballot', budgets)),
  ];
}
