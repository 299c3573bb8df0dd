import { Args, ID, Int, Mutation, Resolver } from '@nestjs/graphql';
import { EditProposal, htmlOf, htmlOfDifference, VersionQueries } from '@rochdale/governance';
import { canonicalJson, may, sha256Hex } from '@rochdale/platform';
import { fromGlobalId } from '../kit/node/global-id.js';
import { Computed, Relation } from '../kit/field/row-fields.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { listsBy } from '../kit/keyed.js';
import { readJsonText } from '../kit/value/json-text.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { ProposalPayload } from '../governance/governance.payloads.js';
import { ProposalLoader } from '../governance/proposal.loader.js';
import { ProposalType } from '../governance/proposal.type.js';
import { actionOf, changedProposal } from '../governance/voting.resolver.js';
import { ProposalEditInput } from './version.inputs.js';
import { ProposalVersionType, toVersions } from './version.type.js';

/** Drafts that are written anew. */
@Resolver(() => ProposalType)
export class ProposalTextResolver {
  readonly #versions = listsBy(
    (tx, ids) => this.queries.of(tx, ids),
    ({ proposalId }) => proposalId,
    (view) => view,
  );

  constructor(
    private readonly edit: EditProposal,
    private readonly queries: VersionQueries,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => ProposalPayload, {
    description:
      'Writes a draft anew: what is left out stays. Each version is kept, and who seconded ' +
      'another is asked anew. For its proposer.',
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
    description:
      'What is proposed as HTML: Markdown (CommonMark, tables) without anything that acts or ' +
      'loads. Links lead to http, https and mailto.',
  })
  textHtml({ view }: ProposalType): string {
    return htmlOf(view.body);
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

  @Relation(() => [ProposalVersionType], {
    description:
      'What it said at each time, where it was ever changed, the first version first. What ' +
      'nobody else could read is its author’s; strangers read none of them.',
  })
  async versions(proposals: readonly ProposalType[], graph: GraphContext) {
    if (!may(graph.actor, 'proposal.read').allowed) return proposals.map(() => []);
    const found = await this.#versions.ofEach(graph, proposals, ({ view }) => view.id);
    return found.map((some) => toVersions(some ?? []));
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
  constructor(private readonly members: MemberLoader) {}

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who wrote it, as the viewer may see them.',
  })
  madeBy(versions: readonly ProposalVersionType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, versions, ({ view }) => view.madeByMemberId);
  }

  @Computed(() => String, { description: 'The same as HTML, as `Proposal.textHtml` has it.' })
  textHtml({ body }: ProposalVersionType): string {
    return htmlOf(body);
  }

  @Computed(() => String, {
    description:
      'What makes this text of the one before that the viewer may read, word by word: what came ' +
      'in `ins`, what went in `del`.',
  })
  differenceHtml({ body, before }: ProposalVersionType): string {
    return htmlOfDifference(before?.body ?? '', body);
  }
}
