import { Args, Query, Resolver } from '@nestjs/graphql';
import { initialRule, PolicyQueries, ruleFields } from '@rochdale/governance';
import type { Actor } from '@rochdale/platform';
import { canonicalJson, permit } from '@rochdale/platform';
import { Relation } from '../../kit/field/row-fields.js';
import { CurrentActor, Graph, GraphContext } from '../../kit/graph-context.js';
import { DecisionPolicyType, toPolicy } from '../policy.type.js';
import { ProposalLoader } from '../proposal.loader.js';
import { ProposalType } from '../proposal.type.js';
import { PolicyBuilderType, toRuleField } from './policy-builder.type.js';

/** What rules are built from, and what became of them. */
@Resolver(() => DecisionPolicyType)
export class PolicyBuilderResolver {
  constructor(
    private readonly queries: PolicyQueries,
    private readonly proposals: ProposalLoader,
  ) {}

  @Query(() => PolicyBuilderType, {
    description:
      'What a rule of a ballot kind is built from, each field in words. The JSON Schema of all ' +
      'is at `/v1/schemas/decision-rule.json`. For everyone.',
  })
  policyBuilder(
    @CurrentActor() actor: Actor,
    @Args('ballotKind', { type: () => String, description: 'The ballot kind: `stances`.' })
    ballotKind: string,
  ): PolicyBuilderType {
    permit(actor, 'policy.read');
    const fields = ruleFields(ballotKind).map(toRuleField);
    const initial = initialRule(ballotKind);
    const initialRuleJson = initial === null ? null : canonicalJson(initial);
    return { ballotKind, initialRuleJson, fields };
  }

  @Query(() => [DecisionPolicyType], {
    description:
      'Every version that there was of a policy, the newest first; none of a key that never ' +
      'was. For everyone.',
  })
  async policyHistory(
    @Graph() graph: GraphContext,
    @Args('key', { type: () => String, description: 'The key of the policy.' }) key: string,
  ): Promise<DecisionPolicyType[]> {
    return (await graph.read((tx) => this.queries.history(tx, key))).map(toPolicy);
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description:
      'The decision that put it in force, for who may read it; null where an office did.',
  })
  adoptedBy(policies: readonly DecisionPolicyType[], graph: GraphContext) {
    return this.proposals.proposals.ofEach(graph, policies, (one) => one.adoptedByProposalId);
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description:
      'The decision that took it out of force, for who may read it; null where an office did, ' +
      'and while it is in force.',
  })
  retiredBy(policies: readonly DecisionPolicyType[], graph: GraphContext) {
    return this.proposals.proposals.ofEach(graph, policies, (one) => one.retiredByProposalId);
  }
}
