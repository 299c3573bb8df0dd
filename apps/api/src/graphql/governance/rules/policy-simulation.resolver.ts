import { Args, Query, Resolver } from '@nestjs/graphql';
import { SimulatePolicy } from '@rochdale/governance';
import { Relation } from '../../kit/field/row-fields.js';
import { Graph, GraphContext } from '../../kit/graph-context.js';
import { readJsonText } from '../../kit/value/json-text.js';
import { ProposalLoader } from '../proposal.loader.js';
import { ProposalType } from '../proposal.type.js';
import {
  PolicySimulationInput,
  PolicySimulationType,
  SimulatedVoteType,
  toSimulation,
} from './policy-simulation.type.js';

/** What last year's votes would have come to under another rule. */
@Resolver(() => SimulatedVoteType)
export class PolicySimulationResolver {
  constructor(
    private readonly simulations: SimulatePolicy,
    private readonly proposals: ProposalLoader,
  ) {}

  @Query(() => PolicySimulationType, {
    description:
      'What decided votes would have come to under another rule: their ballots, for the same ' +
      'electorate. Who would have voted in a longer time, or said what they could not say, no ' +
      'count knows. Hearings are not asked. Of what the viewer is not told nothing is counted. ' +
      'For members, ten times a minute.',
  })
  async simulatePolicy(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The rule, and which votes.' }) input: PolicySimulationInput,
  ): Promise<PolicySimulationType> {
    const { ruleJson, ...votes } = input;
    const rule = readJsonText(ruleJson, ['ruleJson']);
    return toSimulation(await this.simulations.execute(graph.actor, { rule, ...votes }));
  }

  @Relation(() => ProposalType, { nullable: true, description: 'The vote.' })
  proposal(votes: readonly SimulatedVoteType[], graph: GraphContext) {
    return this.proposals.proposals.ofEach(graph, votes, ({ proposalId }) => proposalId);
  }
}
