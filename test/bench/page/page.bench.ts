import { assert, toGlobalId } from '@rochdale/platform';
import { exactFigure, figure } from '../figure.js';
import type { BenchFigure } from '../figure.js';
import { seedCooperative } from '../world/cooperative.js';
import { rawPerSecond, requestsUnderLoad } from '../world/load.js';
import { operation, statementsOf } from '../world/observed-api.js';
import { seedProposals } from '../world/proposals.js';
import { stackUnderMeasure } from '../world/stack.js';

const query = `query ProposalPage($id: ID!) {
  proposal(id: $id) {
    id title body status openedAt closesAt electorateSize
    proposer { id displayName }
    policyKey policyVersion
    tally {
      ballots castWeight electorateWeight
      stances { stance ballots weight }
      quorum { weight neededWeight reached }
      agreement { weight ofWeight reached }
      blockStands outcomeNow
    }
    viewerBallot { id stance castAt }
    viewerWeight
    viewerCan { castBallot { allowed reason } }
    ballots(first: 20) {
      edges { cursor node { id stance weight reason castAt voter { id displayName } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

/**
 * Members open a proposal: its text, the tally, their own ballot and the latest twenty. The
 * baseline is the same queries, straight to the database, in one transaction, one after the other's
 * answer; the service sends in one packet what it asks in one turn, which flatters it.
 */
export async function run(): Promise<BenchFigure[]> {
  const stack = stackUnderMeasure();
  const cooperative = await seedCooperative(stack);
  const [id] = await seedProposals(stack, cooperative, { count: 1, voted: 200 });
  assert(id !== undefined, 'there is a proposal');
  let turn = 0;
  const next = () => {
    const reader = cooperative.members[turn % cooperative.members.length];
    assert(reader !== undefined, 'there are readers');
    turn += 1;
    return operation(reader.token, query, { id: toGlobalId('Proposal', id) });
  };
  const statements = await statementsOf(stack, next);
  const transaction = { cooperativeId: cooperative.id, readOnly: true, statements };
  const baseline = await rawPerSecond(stack, () => transaction);
  const { perSecond, cpuMs } = await requestsUnderLoad(
    stack,
    () => ({ method: 'POST', ...next() }),
    (body) => body.includes('"outcomeNow":"') && !body.includes('"errors"'),
  );
  const name = 'proposal page with tally and 20 ballots over HTTP, beside its queries';
  return [
    figure(name, 'pages/s', perSecond, baseline),
    exactFigure('… of the API’s processor time', 'ms CPU', cpuMs),
  ];
}
