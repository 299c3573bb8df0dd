import { Args, ID, Int, Mutation, Resolver } from '@nestjs/graphql';
import { EditProposal, htmlOf, htmlOfDifference, VersionQueries } from '@rochdale/governance';
import { canonicalJson, may, sha256Hex } from '@rochdale/platform';
import type { PageRequest } from '@rochdale/platform';
import { fromGlobalId } from '../kit/node/global-id.js';
import { Computed, NestedConnection, Relation } from '../kit/field/row-fields.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Keyed } from '../kit/keyed.js';
import { nestedConnection } from '../kit/list/nested-connection.js';
import { readJsonText } from '../kit/value/json-text.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { ProposalPayload } from '../governance/governance.payloads.js';
import { ProposalLoader } from '../governance/proposal.loader.js';
import { ProposalType } from '../governance/proposal.type.js';
import { actionOf, changedProposal } from '../governance/voting.resolver.js';
import { complexity, signsShown, stepsLeft } from './texts-made.js';
import { ProposalEditInput } from './version.inputs.js';
import { ProposalVersionConnection, ProposalVersionType, toVersion } from './version.type.js';

/** Drafts that are written anew. */
@Resolver(() => ProposalType)
export class ProposalTextResolver {
  readonly #versions = nestedConnection(
    (tx, ids, page) => this.queries.pages(tx, ids, page),
    toVersion,
  );

  constructor(
    private readonly edit: EditProposal,
    private readonly queries: VersionQueries,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => ProposalPayload, {
    description:
      'Writes a draft anew: what is left out stays. Each version is kept, and who seconded ' +
      'another is asked anew. For its authors.',
  })
  async proposalEdit(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The proposal.' }) id: string,
    @Args('input', { description: 'What changes.' }) input: ProposalEditInput,
  ): Promise<ProposalPayload> {
    const { voteTermsJson, actions, version, urgentReason, ...given } = input;
    const { proposalId } = await this.edit.execute(graph.actor, {
      proposalId: fromGlobalId('Proposal', id, ['id']),
      version,
      ...(urgentReason === undefined ? {} : { urgentReason }),
      ...saidOf(given),
      ...(voteTermsJson == null
        ? {}
        : { voteTerms: Object(readJsonText(voteTermsJson, ['voteTermsJson'])) as object }),
      ...(actions == null
        ? {}
        : { actions: actions.map((one, place) => actionOf(one, place, graph.audience)) }),
    });
    return changedProposal(graph, this.loader, proposalId);
  }

  @Computed(() => Int, { description: 'How often it was written, from 1.' })
  version({ view }: ProposalType): number {
    return view.version;
  }

  @Computed(() => String, {
    complexity,
    description:
      'What is proposed as HTML: Markdown (CommonMark, tables) without anything that acts or ' +
      'loads. Links lead to http, https and mailto. What would take too long, also together with ' +
      'what else is asked for, stands as it was written.',
  })
  textHtml({ view }: ProposalType, graph: GraphContext): string {
    return htmlOf(view.body, signsShown(graph));
  }

  @Computed(() => String, {
    description:
      'The SHA-256 of what this version says: over the canonical JSON (RFC 8785) of `title`, ' +
      '`body`, `options` and `voteTerms`, candidates by the number of the option.',
  })
  textHash({ view }: ProposalType): string {
    const { title, body, options, voteTerms } = view;
    return sha256Hex(canonicalJson({ title, body, options, voteTerms }));
  }

  @NestedConnection(() => ProposalVersionConnection, {
    nullable: true,
    description:
      'What it said at each time, where it was ever changed, the first version first. What ' +
      'nobody else could read is its author’s; strangers read none of them.',
  })
  async versions(proposals: readonly ProposalType[], page: PageRequest, graph: GraphContext) {
    if (!may(graph.actor, 'proposal.read').allowed) return proposals.map(() => null);
    return this.#versions.ofEach(graph, page, proposals, ({ view }) => view.id);
  }
}

type Given = Omit<ProposalEditInput, 'voteTermsJson' | 'actions' | 'version' | 'urgentReason'>;
type Said = { -readonly [Name in keyof Given]?: NonNullable<Given[Name]> };

/** What was sent: null is left out. */
const saidOf = (given: Given): Said =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value != null)) as Said;

/** What a version said, and how it came from the one before. */
@Resolver(() => ProposalVersionType)
export class ProposalVersionResolver {
  /** Texts of versions, by the proposal's id and the number. */
  readonly #bodies = new Keyed(async (tx, keys) => {
    const asked = keys.map((key) => {
      const [proposalId = '', version] = key.split(' ');
      return { proposalId, version: Number(version) };
    });
    const found = await this.queries.bodies(tx, asked);
    return new Map(found.map((one) => [keyOf(one.proposalId, one.version), one.body]));
  });

  constructor(
    private readonly members: MemberLoader,
    private readonly queries: VersionQueries,
  ) {}

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who wrote it, as the viewer may see them.',
  })
  madeBy(versions: readonly ProposalVersionType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, versions, ({ view }) => view.madeByMemberId);
  }

  @Relation(() => String, { complexity, description: 'What was proposed, in full, in Markdown.' })
  body(versions: readonly ProposalVersionType[], graph: GraphContext) {
    return this.#bodiesOf(versions, graph);
  }

  @Relation(() => String, {
    complexity,
    description: 'The same as HTML, as `Proposal.textHtml` has it.',
  })
  async textHtml(versions: readonly ProposalVersionType[], graph: GraphContext) {
    const bodies = await this.#bodiesOf(versions, graph);
    return bodies.map((body) => htmlOf(body, signsShown(graph)));
  }

  @Relation(() => String, {
    complexity,
    description:
      'What makes this text of the one before that the viewer may read, word by word: what came ' +
      'in `ins`, what went in `del`. Of what is very different all came and went.',
  })
  async differenceHtml(versions: readonly ProposalVersionType[], graph: GraphContext) {
    const before = versions.map(({ view }) =>
      view.before === null ? null : keyOf(view.proposalId, view.before),
    );
    const [bodies, earlier] = await Promise.all([
      this.#bodiesOf(versions, graph),
      this.#bodies.each(graph, before),
    ]);
    return bodies.map((body, nth) => htmlOfDifference(earlier[nth] ?? '', body, stepsLeft(graph)));
  }

  async #bodiesOf(versions: readonly ProposalVersionType[], graph: GraphContext) {
    const bodies = await this.#bodies.ofEach(graph, versions, ({ view }) =>
      keyOf(view.proposalId, view.version),
    );
    return bodies.map((body) => body ?? '');
  }
}

const keyOf = (proposalId: string, version: number): string => `${proposalId} ${version}`;
