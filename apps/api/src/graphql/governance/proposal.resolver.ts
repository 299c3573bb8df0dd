import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ProposalQueries, undecidedStatuses, votingStatuses } from '@rochdale/governance';
import type { ProposalStatus } from '@rochdale/governance';
import { may } from '@rochdale/platform';
import { PageArgs, toConnection } from '../kit/connection.js';
import type { Connection } from '../kit/connection.js';
import { fromGlobalId, toGlobalId } from '../kit/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { NodeRegistry } from '../kit/node-registry.js';
import { NodeType } from '../kit/node.type.js';
import { BigIntScalar } from '../kit/scalars.js';
import { verdict } from '../kit/verdict.type.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { ProposalStatusEnum } from './decision.type.js';
import { ProposalLoader } from './proposal.loader.js';
import {
  BallotConnection,
  BallotType,
  ProposalActionType,
  ProposalConnection,
  ProposalType,
  ProposalViewerCanType,
  toAction,
  toBallot,
  toProposal,
} from './proposal.type.js';
import { TallyType, toTally } from './tally.type.js';

/** `usage-statement` is a `UsageStatement`. */
function nodeNameOf(kind: string): string {
  return kind.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

@Resolver(() => ProposalType)
export class ProposalResolver {
  constructor(
    private readonly queries: ProposalQueries,
    private readonly loader: ProposalLoader,
    private readonly members: MemberLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  @Query(() => ProposalConnection, {
    description: 'Proposals, the newest first. Strangers see public decisions.',
  })
  async proposals(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('statuses', {
      type: () => [ProposalStatusEnum],
      nullable: true,
      description: 'Only these; all when left out.',
    })
    statuses?: ProposalStatus[] | null,
    @Args('policyKey', { type: () => String, nullable: true, description: 'Of this policy only.' })
    policyKey?: string | null,
  ): Promise<Connection<ProposalType>> {
    const filter = { statuses: statuses ?? null, policyKey: policyKey ?? null };
    return toConnection(await this.queries.page(graph.actor, filter, page), toProposal);
  }

  @Query(() => ProposalType, {
    nullable: true,
    description: 'A proposal by its id, or null when it is not there for the viewer.',
  })
  async proposal(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The proposal.' }) id: string,
  ): Promise<ProposalType | null> {
    const view = await this.loader.proposal(graph, fromGlobalId('Proposal', id, ['id']));
    return view === null ? null : toProposal(view);
  }

  @ResolveField(() => TallyType, {
    nullable: true,
    description: 'The count; null before voting opens.',
  })
  async tally(
    @Graph() graph: GraphContext,
    @Parent() { view }: ProposalType,
  ): Promise<TallyType | null> {
    if (view.openedAt === null) return null;
    const tally = await this.loader.tally(graph, view.id);
    return tally === null ? null : toTally(view, tally);
  }

  @ResolveField(() => MemberType, {
    nullable: true,
    description: 'Who proposed it, as the viewer may see them.',
  })
  async proposer(
    @Graph() graph: GraphContext,
    @Parent() { view }: ProposalType,
  ): Promise<MemberType | null> {
    const { proposerMemberId } = view;
    return proposerMemberId === null ? null : this.members.member(graph, proposerMemberId);
  }

  @ResolveField(() => NodeType, {
    nullable: true,
    description: 'What it is about, if the viewer may see it.',
  })
  async subject(
    @Graph() graph: GraphContext,
    @Parent() { view }: ProposalType,
  ): Promise<object | null> {
    const { subjectKind, subjectId } = view;
    if (subjectKind === null || subjectId === null) return null;
    return this.nodes.find(graph, toGlobalId(nodeNameOf(subjectKind), subjectId));
  }

  @ResolveField(() => [ProposalActionType], { description: 'What it does when it passes.' })
  async actions(
    @Graph() graph: GraphContext,
    @Parent() { view }: ProposalType,
  ): Promise<ProposalActionType[]> {
    return (await this.loader.actions(graph, view.id)).map(toAction);
  }

  @ResolveField(() => BallotConnection, {
    nullable: true,
    description: 'The current ballots, the latest first; none while it is secret. For members.',
  })
  async ballots(
    @Graph() graph: GraphContext,
    @Parent() { view }: ProposalType,
    @Args() page: PageArgs,
  ): Promise<Connection<BallotType> | null> {
    if (!may(graph.actor, 'proposal.read').allowed) return null;
    return toConnection(await this.loader.ballotPage(graph, view.id, page), toBallot);
  }

  @ResolveField(() => BallotType, { nullable: true, description: 'The viewer’s own ballot.' })
  async viewerBallot(
    @Graph() graph: GraphContext,
    @Parent() { view }: ProposalType,
  ): Promise<BallotType | null> {
    const ballot = await this.loader.ownBallot(graph, view.id);
    return ballot === null ? null : toBallot(ballot);
  }

  @ResolveField(() => BigIntScalar, {
    nullable: true,
    description: 'What the viewer’s vote weighs; null outside the electorate.',
  })
  viewerWeight(
    @Graph() graph: GraphContext,
    @Parent() { view }: ProposalType,
  ): Promise<bigint | null> {
    return this.loader.ownWeight(graph, view.id);
  }

  @ResolveField(() => ProposalViewerCanType, { description: 'What the viewer may do.' })
  async viewerCan(
    @Graph() graph: GraphContext,
    @Parent() { view }: ProposalType,
  ): Promise<ProposalViewerCanType> {
    const { actor } = graph;
    const { status } = view;
    const isOwn = actor.memberId !== null && actor.memberId === view.proposerMemberId;
    const unless = (holds: boolean, reason: string): string | null => (holds ? null : reason);
    const isDraft = unless(status === 'draft', 'PROPOSAL_STATUS_CONFLICT');
    const isOpen = unless(undecidedStatuses.includes(status), 'PROPOSAL_STATUS_CONFLICT');
    const hasFailed = unless(status === 'execution-failed', 'PROPOSAL_STATUS_CONFLICT');
    const isMine = unless(isOwn, 'PROPOSAL_NOT_YOURS');
    return {
      castBallot: verdict(may(actor, 'ballot.cast'), await this.#whyNoBallot(graph, view)),
      open: verdict(may(actor, 'proposal.open'), isMine ?? isDraft),
      second: verdict(
        may(actor, 'proposal.second'),
        isDraft ?? unless(!isOwn, 'SECONDER_IS_PROPOSER'),
      ),
      withdraw: verdict(may(actor, 'proposal.withdraw'), isMine ?? isOpen),
      cancel: verdict(may(actor, 'proposal.cancel'), isOpen),
      retryExecution: verdict(may(actor, 'execution.retry'), hasFailed),
    };
  }

  async #whyNoBallot(graph: GraphContext, view: ProposalType['view']): Promise<string | null> {
    if (!votingStatuses.includes(view.status)) return 'VOTING_CLOSED';
    const weight = await this.loader.ownWeight(graph, view.id);
    return weight === null ? 'NOT_IN_ELECTORATE' : null;
  }
}

@Resolver(() => BallotType)
export class BallotResolver {
  constructor(private readonly members: MemberLoader) {}

  @ResolveField(() => MemberType, {
    nullable: true,
    description: 'Whose ballot it is, as the viewer may see them.',
  })
  voter(@Graph() graph: GraphContext, @Parent() ballot: BallotType): Promise<MemberType | null> {
    return this.members.member(graph, ballot.memberId);
  }
}
