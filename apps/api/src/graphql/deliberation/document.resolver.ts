import { Args, Query, Resolver } from '@nestjs/graphql';
import { DocumentQueries, htmlOf, htmlOfDifference } from '@rochdale/governance';
import { Relation } from '../kit/field/row-fields.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Keyed } from '../kit/keyed.js';
import { ProposalLoader } from '../governance/proposal.loader.js';
import { ProposalType } from '../governance/proposal.type.js';
import { DocumentType, toDocument } from './document.type.js';
import { complexity, signsShown, stepsLeft } from './texts-made.js';

/** What a co-operative gave itself in writing. */
@Resolver(() => DocumentType)
export class DocumentResolver {
  /** By key and number. */
  readonly #texts = new Keyed(async (tx, keys) => {
    const asked = keys.map((one) => {
      const [key = '', version] = one.split(' ');
      return { key, version: Number(version) };
    });
    const found = await this.queries.texts(tx, asked);
    return new Map(found.map((one) => [keyOf(one.key, one.version), one.text]));
  });

  constructor(
    private readonly queries: DocumentQueries,
    private readonly proposals: ProposalLoader,
  ) {}

  @Query(() => [DocumentType], {
    description:
      'The documents in force, by key. For everyone, but for what was adopted by a decision that ' +
      'is for members.',
  })
  async documents(@Graph() graph: GraphContext): Promise<DocumentType[]> {
    return (await graph.read((tx) => this.queries.inForce(tx))).map(toDocument);
  }

  @Query(() => [DocumentType], {
    description:
      'Every version that there was of a document, the newest first; none of a key that never ' +
      'was. For everyone, but for what was adopted by a decision that is for members.',
  })
  async documentHistory(
    @Graph() graph: GraphContext,
    @Args('key', { type: () => String, description: 'The key of the document.' }) key: string,
  ): Promise<DocumentType[]> {
    return (await graph.read((tx) => this.queries.history(tx, key))).map(toDocument);
  }

  @Relation(() => String, { complexity, description: 'All of it, in Markdown.' })
  text(documents: readonly DocumentType[], graph: GraphContext) {
    return this.#textsOf(documents, graph);
  }

  @Relation(() => String, {
    complexity,
    description: 'The same as HTML, as `Proposal.textHtml` has it.',
  })
  async textHtml(documents: readonly DocumentType[], graph: GraphContext) {
    const texts = await this.#textsOf(documents, graph);
    return texts.map((text) => htmlOf(text, signsShown(graph)));
  }

  @Relation(() => String, {
    complexity,
    description:
      'What makes this text of the version before, where the viewer may read that, word by word: ' +
      'what came in `ins`, what went in `del`. Of what is very different all came and went.',
  })
  async differenceHtml(documents: readonly DocumentType[], graph: GraphContext) {
    const before = documents.map(({ key, version }) => keyOf(key, version - 1));
    const [texts, earlier] = await Promise.all([
      this.#textsOf(documents, graph),
      this.#texts.each(graph, before),
    ]);
    return texts.map((text, nth) => htmlOfDifference(earlier[nth] ?? '', text, stepsLeft(graph)));
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The decision that put it in force, for who may read it.',
  })
  adoptedBy(documents: readonly DocumentType[], graph: GraphContext) {
    return this.proposals.proposals.ofEach(graph, documents, (one) => one.view.adoptedByProposalId);
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description:
      'The decision that put another version in its place, for who may read it; null while it is ' +
      'in force.',
  })
  retiredBy(documents: readonly DocumentType[], graph: GraphContext) {
    return this.proposals.proposals.ofEach(graph, documents, (one) => one.view.retiredByProposalId);
  }

  async #textsOf(documents: readonly DocumentType[], graph: GraphContext) {
    const texts = await this.#texts.ofEach(graph, documents, (one) => keyOf(one.key, one.version));
    return texts.map((text) => text ?? '');
  }
}

const keyOf = (key: string, version: number): string => `${key} ${version}`;
