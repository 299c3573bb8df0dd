import { Args, ID, Int, Mutation, Resolver } from '@nestjs/graphql';
import {
  commentFileName,
  CommentQueries,
  EditComment,
  htmlOf,
  ModerateComment,
  ReactToComment,
  RemoveComment,
  WriteComment,
} from '@rochdale/governance';
import type { ReactionKind, RemovalReason } from '@rochdale/governance';
import { Attachments, audienceOf, fromEitherId, may } from '@rochdale/platform';
import type { PageRequest } from '@rochdale/platform';
import { Computed, NestedConnection, Relation } from '../../kit/field/row-fields.js';
import { Graph, GraphContext } from '../../kit/graph-context.js';
import { nestedConnection } from '../../kit/list/nested-connection.js';
import { fromGlobalId, fromMemberId, optionalId } from '../../kit/node/global-id.js';
import { MemberLoader } from '../../membership/member.loader.js';
import { MemberType } from '../../membership/member.type.js';
import { ProposalLoader } from '../../governance/proposal.loader.js';
import { ProposalType } from '../../governance/proposal.type.js';
import { complexity, signsShown } from '../texts-made.js';
import { CommentEditInput, CommentWriteInput } from './comment.inputs.js';
import {
  CommentConnection,
  CommentFileType,
  CommentModerationReasonEnum,
  CommentPayload,
  CommentReactionEnum,
  CommentType,
  toComment,
  toCommentFile,
} from './comment.type.js';

const which = { type: () => ID, description: 'The comment.' } as const;
const idOfComment = (id: string): string => fromGlobalId('Comment', id, ['id']);

interface Changed {
  readonly proposalId: string;
  readonly commentId: string;
}

/** What a comment is after it changed. */
async function changed(
  graph: GraphContext,
  queries: CommentQueries,
  loader: ProposalLoader,
  { proposalId, commentId }: Changed,
): Promise<CommentPayload> {
  graph.forgetLoaded();
  const [view] = await graph.read((tx) => queries.byIds(tx, [commentId]));
  const proposal = await loader.proposals.one(graph, proposalId);
  return { comment: view === undefined ? null : toComment(view), proposal };
}

const mentioned = (graph: GraphContext, ids: readonly string[] | null | undefined) =>
  (ids ?? []).map((id, place) =>
    fromMemberId(id, audienceOf(graph.actor), ['mentionIds', String(place)]),
  );

/** What members say on what is to be decided. */
@Resolver()
export class CommentWritingResolver {
  constructor(
    private readonly write: WriteComment,
    private readonly edit: EditComment,
    private readonly queries: CommentQueries,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => CommentPayload, {
    description:
      'Says something on a proposal that others can read, until it is decided. Whoever is ' +
      'mentioned is told by letter. Hearings are not discussed. For members.',
  })
  async commentWrite(
    @Graph() graph: GraphContext,
    @Args('proposalId', { type: () => ID, description: 'The proposal.' }) id: string,
    @Args('input', { description: 'What.' }) input: CommentWriteInput,
  ): Promise<CommentPayload> {
    const did = await this.write.execute(graph.actor, {
      proposalId: fromGlobalId('Proposal', id, ['proposalId']),
      body: input.body,
      inReplyToId: optionalId('Comment', input.inReplyToId, ['inReplyToId']),
      inReplyToVersion: input.inReplyToVersion ?? null,
      mentionIds: mentioned(graph, input.mentionIds),
      fileIds: (input.fileIds ?? []).map((one, place) =>
        fromEitherId('File', one, ['fileIds', String(place)]),
      ),
    });
    return changed(graph, this.queries, this.loader, did);
  }

  @Mutation(() => CommentPayload, {
    description:
      'Puts a comment right, within a quarter of an hour and before anybody answered or reacted. ' +
      'For whoever wrote it.',
  })
  async commentEdit(
    @Graph() graph: GraphContext,
    @Args('id', which) id: string,
    @Args('input', { description: 'What it is to say.' }) input: CommentEditInput,
  ): Promise<CommentPayload> {
    const did = await this.edit.execute(graph.actor, {
      commentId: idOfComment(id),
      version: input.version,
      body: input.body,
      mentionIds: mentioned(graph, input.mentionIds),
    });
    return changed(graph, this.queries, this.loader, did);
  }
}

/** What becomes of what was said. */
@Resolver()
export class CommentKeepingResolver {
  constructor(
    private readonly remove: RemoveComment,
    private readonly moderate: ModerateComment,
    private readonly react: ReactToComment,
    private readonly queries: CommentQueries,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => CommentPayload, {
    description:
      'Takes a comment back until the proposal is decided: its words are gone, and that there ' +
      'was one stays. For whoever wrote it.',
  })
  async commentRemove(
    @Graph() graph: GraphContext,
    @Args('id', which) id: string,
  ): Promise<CommentPayload> {
    const did = await this.remove.execute(graph.actor, { commentId: idOfComment(id) });
    return changed(graph, this.queries, this.loader, did);
  }

  @Mutation(() => CommentPayload, {
    description:
      'Takes a comment out, also of what is decided: its words are gone, and who did it and why ' +
      'stays. Whoever wrote it is told. For secretaries and administrators.',
  })
  async commentModerate(
    @Graph() graph: GraphContext,
    @Args('id', which) id: string,
    @Args('reason', { type: () => CommentModerationReasonEnum, description: 'Why.' })
    reason: RemovalReason,
  ): Promise<CommentPayload> {
    const did = await this.moderate.execute(graph.actor, { commentId: idOfComment(id), reason });
    return changed(graph, this.queries, this.loader, did);
  }

  @Mutation(() => CommentPayload, {
    description: 'Says something to a comment without words, or takes it back. For members.',
  })
  async commentReact(
    @Graph() graph: GraphContext,
    @Args('id', which) id: string,
    @Args('version', { type: () => Int, description: 'The version that was read.' })
    version: number,
    @Args('reaction', { type: () => CommentReactionEnum, description: 'What.' })
    reaction: ReactionKind,
    @Args('isOn', { type: () => Boolean, description: 'False takes it back.' }) isOn: boolean,
  ): Promise<CommentPayload> {
    const asked = { commentId: idOfComment(id), version, reaction, isOn };
    const did = await this.react.execute(graph.actor, asked);
    return changed(graph, this.queries, this.loader, did);
  }
}

/** The discussion of a proposal. */
@Resolver(() => ProposalType)
export class ProposalDiscussionResolver {
  readonly #threads = nestedConnection(
    (tx, ids, page) => this.queries.threads(tx, ids, page),
    toComment,
  );

  constructor(private readonly queries: CommentQueries) {}

  @NestedConnection(() => CommentConnection, {
    nullable: true,
    description:
      'What members said on it: the comments that began threads, the first one first. For ' +
      'members; strangers read none of them.',
  })
  async comments(proposals: readonly ProposalType[], page: PageRequest, graph: GraphContext) {
    if (!may(graph.actor, 'proposal.read').allowed) return proposals.map(() => null);
    return this.#threads.ofEach(graph, page, proposals, ({ view }) => view.id);
  }
}

/** What hangs on a comment. */
@Resolver(() => CommentType)
export class CommentResolver {
  readonly #replies = nestedConnection(
    (tx, ids, page) => this.queries.replies(tx, ids, page),
    toComment,
  );

  constructor(
    private readonly members: MemberLoader,
    private readonly queries: CommentQueries,
    private readonly attachments: Attachments,
  ) {}

  @NestedConnection(() => CommentConnection, {
    nullable: true,
    description: 'What was answered in its thread, the first one first; null of an answer.',
  })
  async replies(comments: readonly CommentType[], page: PageRequest, graph: GraphContext) {
    const pages = await this.#replies.ofEach(graph, page, comments, ({ view }) => view.id);
    return pages.map((one, nth) => (comments[nth]?.view.threadId === null ? one : null));
  }

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who wrote it, as the viewer may see them.',
  })
  writer(comments: readonly CommentType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, comments, ({ view }) => view.writtenByMemberId);
  }

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who took it out, as the viewer may see them.',
  })
  removedBy(comments: readonly CommentType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, comments, ({ view }) => view.removedByMemberId);
  }

  @Relation(() => [MemberType], {
    description: 'Whom it mentions, as far as the viewer sees them.',
  })
  async mentions(comments: readonly CommentType[], graph: GraphContext) {
    return Promise.all(
      comments.map(async ({ view }) => {
        const found = await this.members.members.ofEach(graph, view.mentionIds, (id) => id);
        return found.filter((one) => one !== null);
      }),
    );
  }

  @Relation(() => [CommentFileType], { description: 'What it shows, in the order of upload.' })
  async files(comments: readonly CommentType[], graph: GraphContext) {
    const ids = comments.map(({ view }) => view.id);
    const found = await graph.read((tx) => this.attachments.ofSubjects(tx, 'comment', ids));
    return ids.map((id) =>
      found
        .filter(({ subjectId }) => subjectId === id)
        .map((file, nth) => toCommentFile(file, commentFileName(graph.actor, file, nth + 1))),
    );
  }

  @Computed(() => String, { description: 'What was said, in Markdown; empty once it was removed.' })
  body({ view }: CommentType): string {
    return view.body;
  }

  @Computed(() => String, { complexity, description: 'The same as `Proposal.textHtml` has it.' })
  textHtml({ view }: CommentType, graph: GraphContext): string {
    return htmlOf(view.body, signsShown(graph));
  }
}
