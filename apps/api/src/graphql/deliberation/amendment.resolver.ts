import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import {
  AcceptAmendment,
  AmendmentQueries,
  DeclineAmendment,
  htmlOf,
  htmlOfDifference,
  ProposeAmendment,
  WithdrawAmendment,
} from '@rochdale/governance';
import { may } from '@rochdale/platform';
import type { PageRequest } from '@rochdale/platform';
import { fromGlobalId } from '../kit/node/global-id.js';
import { NestedConnection, Relation } from '../kit/field/row-fields.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { byId } from '../kit/keyed.js';
import { nestedConnection } from '../kit/list/nested-connection.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { ProposalLoader } from '../governance/proposal.loader.js';
import { ProposalType } from '../governance/proposal.type.js';
import { AmendmentProposeInput } from './amendment.inputs.js';
import {
  AmendmentConnection,
  AmendmentPayload,
  AmendmentType,
  toAmendment,
} from './amendment.type.js';
import { complexity, signsShown, stepsLeft } from './texts-made.js';

const which = { type: () => ID, description: 'The amendment.' } as const;
const idOfAmendment = (id: string): string => fromGlobalId('Amendment', id, ['id']);

/** What members want a proposal to say instead, and what becomes of it. */
@Resolver()
export class AmendmentMutationsResolver {
  constructor(
    private readonly propose: ProposeAmendment,
    private readonly accept: AcceptAmendment,
    private readonly decline: DeclineAmendment,
    private readonly withdraw: WithdrawAmendment,
    private readonly queries: AmendmentQueries,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => AmendmentPayload, {
    description:
      'Proposes that a proposal says something else, before it is decided. For members, and in ' +
      'an open vote for its voters.',
  })
  async amendmentPropose(
    @Graph() graph: GraphContext,
    @Args('proposalId', { type: () => ID, description: 'The proposal.' }) id: string,
    @Args('input', { description: 'What it is to say.' }) input: AmendmentProposeInput,
  ): Promise<AmendmentPayload> {
    const proposalId = fromGlobalId('Proposal', id, ['proposalId']);
    const { version, title, body, note } = input;
    const asked = {
      proposalId,
      version,
      body,
      title: title ?? null,
      note: note ?? null,
    };
    const { amendmentId } = await this.propose.execute(graph.actor, asked);
    return this.#changed(graph, { proposalId, amendmentId });
  }

  @Mutation(() => AmendmentPayload, {
    description:
      'Makes an amendment the text. In an open vote ballots of before are void, their owners are ' +
      'told, and it stays open for the shortest time of its policy at least. For the authors.',
  })
  async amendmentAccept(
    @Graph() graph: GraphContext,
    @Args('id', which) id: string,
  ): Promise<AmendmentPayload> {
    const amendmentId = idOfAmendment(id);
    return this.#changed(graph, await this.accept.execute(graph.actor, { amendmentId }));
  }

  @Mutation(() => AmendmentPayload, {
    description: 'Leaves the text as it is. For the authors of the proposal.',
  })
  async amendmentDecline(
    @Graph() graph: GraphContext,
    @Args('id', which) id: string,
  ): Promise<AmendmentPayload> {
    const amendmentId = idOfAmendment(id);
    return this.#changed(graph, await this.decline.execute(graph.actor, { amendmentId }));
  }

  @Mutation(() => AmendmentPayload, {
    description: 'Takes an amendment back. For whoever proposed it.',
  })
  async amendmentWithdraw(
    @Graph() graph: GraphContext,
    @Args('id', which) id: string,
  ): Promise<AmendmentPayload> {
    const amendmentId = idOfAmendment(id);
    return this.#changed(graph, await this.withdraw.execute(graph.actor, { amendmentId }));
  }

  async #changed(
    graph: GraphContext,
    { proposalId, amendmentId }: { readonly proposalId: string; readonly amendmentId: string },
  ): Promise<AmendmentPayload> {
    graph.forgetLoaded();
    const [view] = await graph.read((tx) => this.queries.byIds(tx, [amendmentId]));
    const proposal = await this.loader.proposals.one(graph, proposalId);
    return { amendment: view === undefined ? null : toAmendment(view), proposal };
  }
}

/** Amendments of proposals. */
@Resolver(() => ProposalType)
export class ProposalAmendmentsResolver {
  readonly #amendments = nestedConnection(
    (tx, ids, page) => this.queries.pages(tx, ids, page),
    toAmendment,
  );

  constructor(private readonly queries: AmendmentQueries) {}

  @NestedConnection(() => AmendmentConnection, {
    nullable: true,
    description:
      'What members wanted it to say instead, the first one first. For members; strangers read ' +
      'none of them.',
  })
  async amendments(proposals: readonly ProposalType[], page: PageRequest, graph: GraphContext) {
    if (!may(graph.actor, 'proposal.read').allowed) return proposals.map(() => null);
    return this.#amendments.ofEach(graph, page, proposals, ({ view }) => view.id);
  }
}

/** What hangs on an amendment. */
@Resolver(() => AmendmentType)
export class AmendmentResolver {
  readonly #bodies = byId(
    (tx, ids) => this.queries.bodies(tx, ids),
    (row) => row,
  );

  constructor(
    private readonly members: MemberLoader,
    private readonly queries: AmendmentQueries,
  ) {}

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who proposed it, as the viewer may see them.',
  })
  proposer(amendments: readonly AmendmentType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, amendments, ({ view }) => view.proposedByMemberId);
  }

  @Relation(() => String, {
    complexity,
    description: 'What would be proposed, in full, in Markdown.',
  })
  async body(amendments: readonly AmendmentType[], graph: GraphContext) {
    return (await this.#texts(amendments, graph)).map((text) => text?.body ?? '');
  }

  @Relation(() => String, {
    complexity,
    description: 'The same as HTML, as `Proposal.textHtml` has it.',
  })
  async textHtml(amendments: readonly AmendmentType[], graph: GraphContext) {
    const texts = await this.#texts(amendments, graph);
    return texts.map((text) => htmlOf(text?.body ?? '', signsShown(graph)));
  }

  @Relation(() => String, {
    nullable: true,
    complexity,
    description:
      'What it changes in the text that stands, word by word, as `differenceHtml` of a version ' +
      'has it; null once it ended.',
  })
  async differenceHtml(amendments: readonly AmendmentType[], graph: GraphContext) {
    const texts = await this.#texts(amendments, graph);
    return texts.map((text) =>
      text === null || text.stands === null
        ? null
        : htmlOfDifference(text.stands, text.body, stepsLeft(graph)),
    );
  }

  #texts(amendments: readonly AmendmentType[], graph: GraphContext) {
    return this.#bodies.ofEach(graph, amendments, ({ view }) => view.id);
  }
}
