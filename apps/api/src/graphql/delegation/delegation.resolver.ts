import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { audienceOf } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import {
  DelegationQueries,
  GiveDelegation,
  GiveProxy,
  RecordProxy,
  RevokeDelegation,
} from '@rochdale/voting';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, fromMemberId, optionalId, toGlobalId } from '../kit/node/global-id.js';
import { ProposalLoader } from '../governance/proposal.loader.js';
import { ProposalType } from '../governance/proposal.type.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { DelegationLoader } from './delegation.loader.js';
import {
  DelegationConnection,
  DelegationGiveInput,
  DelegationPayload,
  DelegationRevokePayload,
  DelegationType,
  ProxyGiveInput,
  ProxyRecordInput,
  toDelegation,
  ViewerDelegationType,
} from './delegation.type.js';

/** Who votes for whom, to the two of them. */
@Resolver(() => DelegationType)
export class DelegationResolver {
  constructor(
    private readonly queries: DelegationQueries,
    private readonly give: GiveDelegation,
    private readonly revoke: RevokeDelegation,
    private readonly members: MemberLoader,
    private readonly proposals: ProposalLoader,
  ) {}

  @Query(() => DelegationConnection, {
    description: 'Who votes for the viewer, the latest first. For members.',
  })
  async delegationsGiven(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
  ): Promise<Connection<DelegationType>> {
    const found = await graph.read((tx) => this.queries.page(tx, 'given', page));
    return toConnection(found, toDelegation);
  }

  @Query(() => DelegationConnection, {
    description:
      'For whom the viewer votes, the latest first; not who has those vote for them in turn. ' +
      'For members.',
  })
  async delegationsHeld(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
  ): Promise<Connection<DelegationType>> {
    const found = await graph.read((tx) => this.queries.page(tx, 'held', page));
    return toConnection(found, toDelegation);
  }

  @Mutation(() => DelegationPayload, {
    description:
      'Has somebody vote for the viewer where they do not vote themselves, in place of whom they ' +
      'chose for the same before. Told to nobody but the two of them. For members.',
  })
  async delegationGive(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'Who, on what, how long.' }) input: DelegationGiveInput,
  ): Promise<DelegationPayload> {
    const given = await this.give.execute(actor, {
      delegateId: fromMemberId(input.delegateId, audienceOf(actor), ['delegateId']),
      proposalId: optionalId('Proposal', input.proposalId, ['proposalId']),
      topicKey: input.topicKey ?? null,
      groupKey: input.groupKey ?? null,
      expiresAt: input.expiresAt ?? null,
    });
    return { delegation: toDelegation(given) };
  }

  @Mutation(() => DelegationRevokePayload, {
    description: 'Ends a delegation. For who gave it, and for who votes by it.',
  })
  async delegationRevoke(
    @CurrentActor() actor: Actor,
    @Args('delegationId', { type: () => ID, description: 'The delegation.' }) globalId: string,
  ): Promise<DelegationRevokePayload> {
    const delegationId = fromGlobalId('Delegation', globalId, ['delegationId']);
    await this.revoke.execute(actor, { delegationId });
    return { delegationId: toGlobalId('Delegation', delegationId) };
  }

  @Relation(() => MemberType, { nullable: true, description: 'Who gave it.' })
  delegator(delegations: readonly DelegationType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, delegations, ({ row }) => row.memberId);
  }

  @Relation(() => MemberType, { nullable: true, description: 'Who votes.' })
  delegate(delegations: readonly DelegationType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, delegations, ({ row }) => row.delegateId);
  }

  @Relation(() => ProposalType, { nullable: true, description: 'On which proposal, if on one.' })
  proposal(delegations: readonly DelegationType[], graph: GraphContext) {
    const ids = delegations.map(({ row }) =>
      row.scopeKind === 'proposal' || row.scopeKind === 'proxy' ? row.scopeId : null,
    );
    return this.proposals.proposals.each(graph, ids);
  }
}

/** Proxies, in writing or on paper. */
@Resolver()
export class ProxyResolver {
  constructor(
    private readonly give: GiveProxy,
    private readonly record: RecordProxy,
  ) {}

  @Mutation(() => DelegationPayload, {
    description:
      'Gives somebody a proxy for one vote, in place of the one before; it goes before any ' +
      'delegation, and no further than to them. Ended by `delegationRevoke`. For members.',
  })
  async proxyGive(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'Who, and in which vote.' }) input: ProxyGiveInput,
  ): Promise<DelegationPayload> {
    return { delegation: toDelegation(await this.give.execute(actor, askedBy(actor, input))) };
  }

  @Mutation(() => DelegationPayload, {
    description:
      'Puts on record a proxy that a voter gave on paper: on record for auditors, and the voter ' +
      'is told by letter. For secretaries.',
  })
  async proxyRecord(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'Whose, to whom, and in which vote.' }) input: ProxyRecordInput,
  ): Promise<DelegationPayload> {
    const memberId = fromMemberId(input.memberId, audienceOf(actor), ['memberId']);
    const held = await this.record.execute(actor, { ...askedBy(actor, input), memberId });
    return { delegation: toDelegation(held) };
  }
}

const askedBy = (actor: Actor, { holderId, proposalId }: ProxyGiveInput) => ({
  holderId: fromMemberId(holderId, audienceOf(actor), ['holderId']),
  proposalId: fromGlobalId('Proposal', proposalId, ['proposalId']),
});

@Resolver(() => ProposalType)
export class ProposalDelegationResolver {
  constructor(private readonly loader: DelegationLoader) {}

  @Relation(() => ViewerDelegationType, {
    nullable: true,
    description:
      'How the viewer’s delegation is used in this vote, also before it is over; null where they ' +
      'have none, or the policy has everybody vote for themselves. Who takes their own ballot ' +
      'back is voted for again.',
  })
  viewerDelegation(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.loader.own.ofEach(graph, proposals, ({ view }) => view.id);
  }
}

@Resolver(() => ViewerDelegationType)
export class ViewerDelegationResolver {
  constructor(private readonly members: MemberLoader) {}

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Whom the viewer chose; null once it is long over.',
  })
  delegate(delegations: readonly ViewerDelegationType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, delegations, ({ row }) => row.delegateId);
  }
}
