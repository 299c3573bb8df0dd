import { Args, ID, Int, Mutation, Resolver } from '@nestjs/graphql';
import {
  htmlOf,
  ModerateOutcome,
  OutcomeQueries,
  PlanReview,
  StateOutcome,
} from '@rochdale/governance';
import type { RemovalReason } from '@rochdale/governance';
import { may } from '@rochdale/platform';
import type { PageRequest } from '@rochdale/platform';
import { ProposalPayload } from '../../governance/governance.payloads.js';
import { ProposalLoader } from '../../governance/proposal.loader.js';
import { ProposalType } from '../../governance/proposal.type.js';
import { changedProposal } from '../../governance/voting.resolver.js';
import { Computed, NestedConnection, Relation } from '../../kit/field/row-fields.js';
import { Graph, GraphContext } from '../../kit/graph-context.js';
import { byKey } from '../../kit/keyed.js';
import { nestedConnection } from '../../kit/list/nested-connection.js';
import { fromGlobalId } from '../../kit/node/global-id.js';
import { DateScalar } from '../../kit/value/scalars.js';
import { MemberLoader } from '../../membership/member.loader.js';
import { MemberType } from '../../membership/member.type.js';
import { CommentModerationReasonEnum } from '../discussion/comment.type.js';
import { complexity, signsShown } from '../texts-made.js';
import {
  OutcomeStatementConnection,
  OutcomeStatementType,
  OutcomeStateInput,
  toOutcomeStatement,
} from './outcome.type.js';

/** What follows from what was decided. */
@Resolver(() => ProposalType)
export class ProposalOutcomeResolver {
  readonly #statements = nestedConnection(
    (tx, ids, page) => this.queries.statements(tx, ids, page),
    toOutcomeStatement,
  );

  constructor(
    private readonly state: StateOutcome,
    private readonly queries: OutcomeQueries,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => ProposalPayload, {
    description:
      'Tells what follows from a decision, or tells it anew: each version is kept. Nothing is ' +
      'told of a hearing. For its authors, secretaries and administrators.',
  })
  async proposalOutcomeState(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The proposal.' }) id: string,
    @Args('input', { description: 'What follows.' }) input: OutcomeStateInput,
  ): Promise<ProposalPayload> {
    const { proposalId } = await this.state.execute(graph.actor, {
      proposalId: fromGlobalId('Proposal', id, ['id']),
      version: input.version,
      body: input.body,
    });
    return changedProposal(graph, this.loader, proposalId);
  }

  @NestedConnection(() => OutcomeStatementConnection, {
    nullable: true,
    description:
      'What was told to follow from it, the last version first. For members; strangers read none.',
  })
  async outcomeStatements(
    proposals: readonly ProposalType[],
    page: PageRequest,
    graph: GraphContext,
  ) {
    if (!may(graph.actor, 'proposal.read').allowed) return proposals.map(() => null);
    return this.#statements.ofEach(graph, page, proposals, ({ view }) => view.id);
  }
}

/** What officers take out of it. */
@Resolver()
export class OutcomeModerationResolver {
  constructor(
    private readonly moderate: ModerateOutcome,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => ProposalPayload, {
    description:
      'Takes out what another told to follow from a decision: its words are gone, and that they ' +
      'were told, who took them out and why stays. Whoever wrote them is told. For secretaries ' +
      'and administrators.',
  })
  async proposalOutcomeModerate(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The proposal.' }) id: string,
    @Args('version', { type: () => Int, description: 'Which one of what was told.' })
    version: number,
    @Args('reason', { type: () => CommentModerationReasonEnum, description: 'Why.' })
    reason: RemovalReason,
  ): Promise<ProposalPayload> {
    const { proposalId } = await this.moderate.execute(graph.actor, {
      proposalId: fromGlobalId('Proposal', id, ['id']),
      version,
      reason,
    });
    return changedProposal(graph, this.loader, proposalId);
  }
}

/** When members look at it again. */
@Resolver(() => ProposalType)
export class ProposalReviewResolver {
  readonly #reviews = byKey(
    async (tx, ids) =>
      new Map((await this.queries.reviews(tx, ids)).map((one) => [one.proposalId, one])),
    ({ reviewOn }) => reviewOn,
  );

  constructor(
    private readonly plan: PlanReview,
    private readonly queries: OutcomeQueries,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => ProposalPayload, {
    description:
      'Says on which day members look again at what they decided: who proposed it is reminded ' +
      'once. Another day takes its place. For its authors, secretaries and administrators.',
  })
  async proposalReviewPlan(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The proposal.' }) id: string,
    @Args('reviewOn', { type: () => DateScalar, description: 'A day in the next ten years.' })
    reviewOn: string,
  ): Promise<ProposalPayload> {
    const { proposalId } = await this.plan.execute(graph.actor, {
      proposalId: fromGlobalId('Proposal', id, ['id']),
      reviewOn,
    });
    return changedProposal(graph, this.loader, proposalId);
  }

  @Relation(() => DateScalar, {
    nullable: true,
    description: 'On which day members look at it again; null where none was said. For members.',
  })
  async reviewOn(proposals: readonly ProposalType[], graph: GraphContext) {
    if (!may(graph.actor, 'proposal.read').allowed) return proposals.map(() => null);
    return this.#reviews.ofEach(graph, proposals, ({ view }) => view.id);
  }
}

/** A version of it. */
@Resolver(() => OutcomeStatementType)
export class OutcomeStatementResolver {
  constructor(private readonly members: MemberLoader) {}

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who told it, as the viewer may see them.',
  })
  writer(statements: readonly OutcomeStatementType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, statements, ({ view }) => view.writtenByMemberId);
  }

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who took it out, as the viewer may see them; null if it stands.',
  })
  removedBy(statements: readonly OutcomeStatementType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, statements, ({ view }) => view.removedByMemberId);
  }

  @Computed(() => String, {
    description: 'What follows, in Markdown; empty once it was forgotten, or taken out.',
  })
  body({ view }: OutcomeStatementType): string {
    return view.body;
  }

  @Computed(() => String, { complexity, description: 'The same as `Proposal.textHtml` has it.' })
  textHtml({ view }: OutcomeStatementType, graph: GraphContext): string {
    return htmlOf(view.body, signsShown(graph));
  }
}
