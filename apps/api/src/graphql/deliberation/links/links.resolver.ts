import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { DocumentQueries, LinkProposal, LinkQueries } from '@rochdale/governance';
import type { LinkKind, ProposalLink } from '@rochdale/governance';
import { may, platformErrors } from '@rochdale/platform';
import { ProposalPayload } from '../../governance/governance.payloads.js';
import { ProposalLoader } from '../../governance/proposal.loader.js';
import { ProposalType } from '../../governance/proposal.type.js';
import { changedProposal } from '../../governance/voting.resolver.js';
import { Relation } from '../../kit/field/row-fields.js';
import { Graph, GraphContext } from '../../kit/graph-context.js';
import { listsBy } from '../../kit/keyed.js';
import { fromGlobalId, readGlobalId, toIdOfKind } from '../../kit/node/global-id.js';
import { NodeRegistry } from '../../kit/node/node-registry.js';
import { NodeType } from '../../kit/node/node.type.js';
import { DocumentType, toDocument } from '../document.type.js';
import { ProposalLinkInput } from './links.inputs.js';

const kindOf: Readonly<Record<string, LinkKind>> = {
  Expense: 'expense',
  Fund: 'fund',
  Proposal: 'proposal',
  Member: 'member',
};

/** What proposals are about: each end as whoever reads may see it, or not there. */
@Resolver(() => ProposalType)
export class ProposalLinksResolver {
  readonly #links = listsBy(
    (tx, ids) => this.queries.of(tx, ids),
    ({ proposalId }) => proposalId,
    (link): ProposalLink => link,
  );

  constructor(
    private readonly link: LinkProposal,
    private readonly queries: LinkQueries,
    private readonly documents: DocumentQueries,
    private readonly loader: ProposalLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  @Mutation(() => ProposalPayload, {
    description:
      'Says what a draft is about, in place of what it was about. It stands once voting is ' +
      'open; a hearing leads to nothing. For its authors.',
  })
  async proposalLink(
    @Graph() graph: GraphContext,
    @Args('proposalId', { type: () => ID, description: 'The draft.' }) id: string,
    @Args('input', { description: 'What it is about.' }) input: ProposalLinkInput,
  ): Promise<ProposalPayload> {
    const proposalId = fromGlobalId('Proposal', id, ['proposalId']);
    const documents = (input.documents ?? []).map(
      (key) => ({ kind: 'document', id: key }) as const,
    );
    // What is not there for them is told before what it would lead to.
    const isThere = (await this.loader.proposals.one(graph, proposalId)) !== null;
    const ends = isThere ? await this.#ends(graph, input.to ?? []) : [];
    const links = [...ends, ...documents];
    await this.link.execute(graph.actor, { proposalId, links });
    return changedProposal(graph, this.loader, proposalId);
  }

  @Relation(() => [NodeType], {
    nullable: true,
    description:
      'Expenses, funds, other proposals and members that it is about, as far as the viewer may ' +
      'see each. For members; strangers read none.',
  })
  async linkedTo(proposals: readonly ProposalType[], graph: GraphContext) {
    const links = await this.#of(proposals, graph);
    return Promise.all(
      links.map(async (some) => (some === null ? null : this.#shown(graph, some))),
    );
  }

  @Relation(() => [DocumentType], {
    nullable: true,
    description:
      'Documents that it is about, in the version that is in force. For members; strangers read ' +
      'none.',
  })
  async linkedDocuments(proposals: readonly ProposalType[], graph: GraphContext) {
    const links = await this.#of(proposals, graph);
    const keys = links.map((some) => (some ?? []).filter(({ kind }) => kind === 'document'));
    const isAny = keys.some((some) => some.length > 0);
    const inForce = isAny ? await graph.read((tx) => this.documents.inForce(tx)) : [];
    const found = new Map(inForce.map((one) => [one.key, toDocument(one)]));
    return links.map((some, nth) =>
      some === null ? null : (keys[nth] ?? []).flatMap(({ id }) => found.get(id) ?? []),
    );
  }

  async #of(
    proposals: readonly ProposalType[],
    graph: GraphContext,
  ): Promise<(readonly ProposalLink[] | null)[]> {
    if (!may(graph.actor, 'proposal.read').allowed) return proposals.map(() => null);
    return this.#links.ofEach(graph, proposals, ({ view }) => view.id);
  }

  async #shown(graph: GraphContext, links: readonly ProposalLink[]): Promise<object[]> {
    const ids = links
      .filter(({ kind }) => kind !== 'document')
      .map(({ kind, id }) => toIdOfKind(kind, id, graph.audience));
    const found = await Promise.all(ids.map((id) => this.nodes.find(graph, id)));
    return found.filter((one) => one !== null);
  }

  /** Nobody links to what they do not see: they would learn from it that it is there. */
  #ends(graph: GraphContext, ids: readonly string[]): Promise<ProposalLink[]> {
    return Promise.all(
      ids.map(async (given, place) => {
        const path = ['input', 'to', String(place)];
        const { type, id } = readGlobalId(given, graph.audience, path);
        const kind = kindOf[type];
        const isSeen = kind !== undefined && (await this.nodes.find(graph, given, path)) !== null;
        if (isSeen) return { kind, id };
        throw platformErrors.error('NOT_FOUND', 'There is no such thing to link to.', { path });
      }),
    );
  }
}
