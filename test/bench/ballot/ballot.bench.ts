import { assert, newId, toGlobalId } from '@rochdale/platform';
import { exactFigure, figure } from '../figure.js';
import type { BenchFigure } from '../figure.js';
import { seedCooperative } from '../world/cooperative.js';
import { rawPerSecond, requestsUnderLoad } from '../world/load.js';
import { operation, statementsOf } from '../world/observed-api.js';
import { seedProposals } from '../world/proposals.js';
import { about } from '../world/recorder.js';
import { stackUnderMeasure } from '../world/stack.js';

const mutation = `mutation Cast($proposalId: ID!, $input: BallotCastInput!) {
  ballotCast(proposalId: $proposalId, input: $input) {
    ballot { id stance weight castAt }
    receipt
    userErrors { code message path }
  }
}`;

/** Enough that nobody casts twice: casting anew is other work. */
const proposalCount = 320;
const stances = ['AGREE', 'AGREE', 'DISAGREE', 'ABSTAIN'] as const;

/**
 * Members cast ballots over HTTP, a different voter each time. The baseline is the transaction
 * alone, straight to the database, with the same statements, as durable, on as many connections:
 * nobody is recognised, nothing is parsed or answered. It waits for each answer, six times, as who
 * writes such a transaction by hand does; the service waits three times, which flatters it. So it
 * stands beside the same packets as well. Against the service is that standing and offices are
 * claimed in its transaction, which is no part of the baseline, and that of its connections some
 * are idle while ten clients are read and answered.
 */
export async function run(): Promise<BenchFigure[]> {
  const stack = stackUnderMeasure();
  const cooperative = await seedCooperative(stack);
  const proposals = await seedProposals(stack, cooperative, { count: proposalCount, voted: 0 });
  let turn = 0;
  const next = () => {
    const voter = cooperative.members[turn % cooperative.members.length];
    const proposalId = proposals[Math.floor(turn / cooperative.members.length) % proposals.length];
    assert(voter !== undefined && proposalId !== undefined, 'there are voters and proposals');
    turn += 1;
    return { voter, proposalId, stance: stances[turn % stances.length] };
  };
  const ask = () => {
    const { voter, proposalId, stance } = next();
    return operation(voter.token, mutation, {
      proposalId: toGlobalId('Proposal', proposalId),
      input: { stance },
    });
  };
  const recorded = next();
  const { voter, proposalId, stance } = recorded;
  const input = { proposalId: toGlobalId('Proposal', proposalId), input: { stance } };
  const statements = await statementsOf(stack, () => operation(voter.token, mutation, input));
  const cast = statements.find(({ name }) => name === 'voting.cast-ballot');
  const facts = statements.find(({ name }) => name === 'platform.append-facts');
  const [factId] = (facts?.values[0] ?? []) as string[];
  const ballotId = cast?.values[0];
  assert(typeof ballotId === 'string' && factId !== undefined, 'a ballot was cast');
  const again = () => {
    const other = next();
    const substitutes = new Map([
      [ballotId, newId()],
      [factId, newId()],
      [voter.memberId, other.voter.memberId],
      [proposalId, other.proposalId],
    ]);
    return {
      cooperativeId: cooperative.id,
      readOnly: false,
      statements: about(statements, substitutes),
    };
  };
  const baseline = await rawPerSecond(stack, again);
  const packed = await rawPerSecond(stack, again, { packets: 'as-unit-of-work' });
  const { perSecond, cpuMs } = await requestsUnderLoad(
    stack,
    () => ({ method: 'POST', ...ask() }),
    (body) => body.includes('"receipt":"') && body.includes('"userErrors":[]'),
  );
  return [
    figure('ballot cast over HTTP, beside its transaction', 'ballots/s', perSecond, baseline),
    figure('… beside its transaction in the same packets', 'ballots/s', perSecond, packed),
    exactFigure('… of the API’s processor time', 'ms CPU', cpuMs),
  ];
}
