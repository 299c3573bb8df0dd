import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { AppealQueries, FileAppeal, WithdrawAppeal } from '@rochdale/governance';
import { Relation } from '../../kit/field/row-fields.js';
import { Graph, GraphContext } from '../../kit/graph-context.js';
import { fromGlobalId } from '../../kit/node/global-id.js';
import { ProposalLoader } from '../proposal.loader.js';
import { ProposalType } from '../proposal.type.js';
import { AppealFileInput, AppealPayload, AppealType } from './appeal.type.js';
import { againstOf, appealsOf, termsOf } from './appeals-keyed.js';

const hearingOf = ({ isHearing, view }: ProposalType): string | null =>
  isHearing ? view.id : null;

/** Who is to be expelled has the members asked once more. */
@Resolver(() => ProposalType)
export class AppealResolver {
  readonly #appeals = appealsOf(() => this.queries);
  readonly #terms = termsOf(() => this.queries);
  readonly #against = againstOf(() => this.queries);

  constructor(
    private readonly file: FileAppeal,
    private readonly withdraw: WithdrawAppeal,
    private readonly queries: AppealQueries,
    private readonly proposals: ProposalLoader,
  ) {}

  @Mutation(() => AppealPayload, {
    description:
      'Appeals against an expulsion of the viewer that waits, also while they are suspended: the ' +
      'members vote on it at once, or as soon as their policy lets them, and nobody is expelled ' +
      'before it is decided. Once, until `appealBy`.',
  })
  async appealFile(
    @Graph() graph: GraphContext,
    @Args('proposalId', { type: () => ID, description: 'The vote to expel the viewer.' })
    proposalId: string,
    @Args('input', { description: 'The appeal.' }) input: AppealFileInput,
  ): Promise<AppealPayload> {
    const id = fromGlobalId('Proposal', proposalId, ['proposalId']);
    const { grounds } = input;
    await this.file.execute(graph.actor, { proposalId: id, grounds });
    return this.#changed(graph, id);
  }

  @Mutation(() => AppealPayload, {
    description:
      'Takes the viewer’s appeal back before it is decided: the expulsion goes on, and there is ' +
      'no other appeal.',
  })
  async appealWithdraw(
    @Graph() graph: GraphContext,
    @Args('proposalId', { type: () => ID, description: 'The vote to expel the viewer.' })
    proposalId: string,
  ): Promise<AppealPayload> {
    const id = fromGlobalId('Proposal', proposalId, ['proposalId']);
    await this.withdraw.execute(graph.actor, { proposalId: id });
    return this.#changed(graph, id);
  }

  @Relation(() => AppealType, {
    nullable: true,
    description: 'The last appeal against it, of a vote to expel somebody.',
  })
  appeal(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.#appeals.ofEach(graph, proposals, hearingOf);
  }

  @Relation(() => Date, {
    nullable: true,
    description: 'Until when whoever is to be expelled may appeal; null where nobody may, or did.',
  })
  appealBy(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.#terms.ofEach(graph, proposals, hearingOf);
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The vote to expel somebody that this appeal is against.',
  })
  async appealOf(proposals: readonly ProposalType[], graph: GraphContext) {
    const against = await this.#against.ofEach(graph, proposals, hearingOf);
    return this.proposals.proposals.ofEach(graph, against, (id) => id);
  }

  async #changed(graph: GraphContext, id: string): Promise<AppealPayload> {
    graph.forgetLoaded();
    return { appeal: await this.#appeals.one(graph, id) };
  }
}

/** The vote on an appeal. */
@Resolver(() => AppealType)
export class AppealVoteResolver {
  constructor(private readonly proposals: ProposalLoader) {}

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The vote on it as members read it; null for who is no member now.',
  })
  vote(appeals: readonly AppealType[], graph: GraphContext) {
    return this.proposals.proposals.ofEach(graph, appeals, ({ view }) => view.voteId);
  }
}
