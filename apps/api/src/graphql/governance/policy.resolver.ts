import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  AdoptPolicy,
  AdoptPolicyPack,
  PolicyQueries,
  allPolicyPacks,
  RetryExecution,
} from '@rochdale/governance';
import type { Actor } from '@rochdale/platform';
import { permit } from '@rochdale/platform';
import { fromGlobalId } from '../kit/node/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { readJsonText } from '../kit/value/json-text.js';
import { PolicyAdoptInput } from './governance.inputs.js';
import { PoliciesPayload, ProposalPayload } from './governance.payloads.js';
import { DecisionPolicyType, PolicyPackType, toPack, toPolicy } from './policy.type.js';
import { ProposalLoader } from './proposal.loader.js';
import { changedProposal } from './voting.resolver.js';

@Resolver()
export class PolicyResolver {
  constructor(
    private readonly queries: PolicyQueries,
    private readonly adoptPolicy: AdoptPolicy,
    private readonly adoptPack: AdoptPolicyPack,
    private readonly retryExecution: RetryExecution,
    private readonly loader: ProposalLoader,
  ) {}

  @Query(() => [DecisionPolicyType], { description: 'The policies in force. For everyone.' })
  async policies(@Graph() graph: GraphContext): Promise<DecisionPolicyType[]> {
    return (await graph.read((tx) => this.queries.inForce(tx))).map(toPolicy);
  }

  @Query(() => [PolicyPackType], { description: 'Packs of policies that can be adopted.' })
  policyPacks(@CurrentActor() actor: Actor): PolicyPackType[] {
    permit(actor, 'policy.read');
    return allPolicyPacks.map(toPack);
  }

  @Mutation(() => PoliciesPayload, {
    description:
      'Puts a pack of policies in force, or some of it. For administrators and secretaries.',
  })
  async policyPackAdopt(
    @Graph() graph: GraphContext,
    @Args('pack', { type: () => String, description: 'The name of the pack.' }) pack: string,
    @Args('keys', {
      type: () => [String],
      nullable: true,
      description:
        'Only the policies of these keys: all others stay as they are. The whole pack, in place ' +
        'of what is in force of its keys, when left out.',
    })
    keys?: string[] | null,
  ): Promise<PoliciesPayload> {
    await this.adoptPack.execute(graph.actor, { pack, keys: keys ?? null });
    return { policies: await this.policies(graph) };
  }

  @Mutation(() => PoliciesPayload, {
    description: 'Puts a policy in force, or a new version. For administrators and secretaries.',
  })
  async policyAdopt(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The policy.' }) input: PolicyAdoptInput,
  ): Promise<PoliciesPayload> {
    const { ruleJson, customs, key, title, replacesVersion } = input;
    await this.adoptPolicy.execute(graph.actor, {
      key,
      title,
      rule: readJsonText(ruleJson, ['ruleJson']),
      customs: customs ?? [],
      ...(replacesVersion === undefined ? {} : { replacesVersion }),
    });
    return { policies: await this.policies(graph) };
  }

  @Mutation(() => ProposalPayload, {
    description: 'Has a failed execution tried again. For administrators and secretaries.',
  })
  async proposalExecutionRetry(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The proposal.' }) id: string,
  ): Promise<ProposalPayload> {
    const proposalId = fromGlobalId('Proposal', id, ['id']);
    await this.retryExecution.execute(graph.actor, { proposalId });
    return changedProposal(graph, this.loader, proposalId);
  }
}
