import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { AcceptAuthorship, AuthorQueries, InviteAuthor, RemoveAuthor } from '@rochdale/governance';
import { audienceOf, may } from '@rochdale/platform';
import { ProposalPayload } from '../../governance/governance.payloads.js';
import { ProposalLoader } from '../../governance/proposal.loader.js';
import { ProposalType } from '../../governance/proposal.type.js';
import { changedProposal } from '../../governance/voting.resolver.js';
import { Relation } from '../../kit/field/row-fields.js';
import { Graph, GraphContext } from '../../kit/graph-context.js';
import { listsBy } from '../../kit/keyed.js';
import { fromGlobalId, fromMemberId } from '../../kit/node/global-id.js';
import { MemberLoader } from '../../membership/member.loader.js';
import { MemberType } from '../../membership/member.type.js';
import { ProposalAuthorType, toAuthor } from './author.type.js';

const which = { type: () => ID, description: 'The draft.' } as const;
const whom = { type: () => ID, description: 'The member.' } as const;

const authorOf = (graph: GraphContext, proposalId: string, memberId: string) => ({
  proposalId: fromGlobalId('Proposal', proposalId, ['proposalId']),
  memberId: fromMemberId(memberId, audienceOf(graph.actor), ['memberId']),
});

/** Drafts that several members write. */
@Resolver()
export class AuthorMutationsResolver {
  constructor(
    private readonly invite: InviteAuthor,
    private readonly accept: AcceptAuthorship,
    private readonly remove: RemoveAuthor,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => ProposalPayload, {
    description:
      'Asks a member to write a draft with its proposer. They are told by letter, read the ' +
      'draft, and are named with it once they accept. Of no hearing. For its proposer.',
  })
  async proposalAuthorInvite(
    @Graph() graph: GraphContext,
    @Args('proposalId', which) proposalId: string,
    @Args('memberId', whom) memberId: string,
  ): Promise<ProposalPayload> {
    const did = await this.invite.execute(graph.actor, authorOf(graph, proposalId, memberId));
    return changedProposal(graph, this.loader, did.proposalId);
  }

  @Mutation(() => ProposalPayload, {
    description:
      'Says yes to writing a draft: one edits it, is named with it, and no more seconds it. For ' +
      'whoever is asked.',
  })
  async proposalAuthorAccept(
    @Graph() graph: GraphContext,
    @Args('proposalId', which) id: string,
  ): Promise<ProposalPayload> {
    const proposalId = fromGlobalId('Proposal', id, ['proposalId']);
    await this.accept.execute(graph.actor, { proposalId });
    return changedProposal(graph, this.loader, proposalId);
  }

  @Mutation(() => ProposalPayload, {
    description:
      'Has somebody write a draft no more, or asks them no more. What they wrote stays in it. ' +
      'For its proposer, and for whom it is.',
  })
  async proposalAuthorRemove(
    @Graph() graph: GraphContext,
    @Args('proposalId', which) proposalId: string,
    @Args('memberId', whom) memberId: string,
  ): Promise<ProposalPayload> {
    const did = await this.remove.execute(graph.actor, authorOf(graph, proposalId, memberId));
    return changedProposal(graph, this.loader, did.proposalId);
  }
}

/** Who wrote a proposal. */
@Resolver(() => ProposalType)
export class ProposalAuthorsResolver {
  readonly #authors = listsBy(
    (tx, ids) => this.queries.of(tx, ids),
    ({ proposalId }) => proposalId,
    toAuthor,
  );

  constructor(private readonly queries: AuthorQueries) {}

  @Relation(() => [ProposalAuthorType], {
    nullable: true,
    description:
      'Who wrote it beside `proposer`, in the order in which they were asked. For members; ' +
      'strangers read none.',
  })
  async coAuthors(proposals: readonly ProposalType[], graph: GraphContext) {
    if (!may(graph.actor, 'proposal.read').allowed) return proposals.map(() => null);
    return this.#authors.ofEach(graph, proposals, ({ view }) => view.id);
  }
}

/** Who they are. */
@Resolver(() => ProposalAuthorType)
export class ProposalAuthorResolver {
  constructor(private readonly members: MemberLoader) {}

  @Relation(() => MemberType, { nullable: true, description: 'They, as the viewer may see them.' })
  member(authors: readonly ProposalAuthorType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, authors, ({ view }) => view.memberId);
  }
}
