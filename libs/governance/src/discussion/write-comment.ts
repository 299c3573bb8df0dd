import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import type { Actor, Tx } from '@rochdale/platform';
import { Attachments, newId, permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { requireListed } from '../put-up/require-listed.js';
import { atMost, bodyOf, filesOf, mentionsOf } from './comment.js';
import { CommentWritten, MemberMentioned } from './comment.events.js';
import { commentStore } from './comment.store.js';
import type { CommentRecord } from './comment.store.js';
import { holdDiscussed } from './discussed.js';
import { requireAsRead } from './locked-comment.js';

export interface WriteCommentInput {
  readonly proposalId: string;
  /** Markdown. */
  readonly body: string;
  /** A comment of the thread that it goes on in; one of its own where it is left out. */
  readonly inReplyToId?: string | null;
  /** The version of that comment, as it was read. */
  readonly inReplyToVersion?: number | null;
  readonly mentionIds?: readonly string[] | null;
  /** Uploads of their own that belong to nothing yet. */
  readonly fileIds?: readonly string[] | null;
}

/** A member says something on what is to be decided. */
@Injectable()
export class WriteComment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: MemberDirectory,
    private readonly attachments: Attachments,
  ) {}

  /**
   * @throws CodedError COMMENT_INVALID, PROPOSAL_NOT_FOUND, DISCUSSION_CLOSED,
   *   DISCUSSION_NOT_TAKEN, COMMENT_NOT_FOUND, COMMENT_VERSION_STALE, COMMENT_LIMIT_REACHED,
   *   MEMBER_UNKNOWN, NOT_FOUND for a file that is not theirs, ATTACHMENT_IN_USE
   */
  async execute(
    actor: Actor,
    input: WriteCommentInput,
  ): Promise<{ readonly proposalId: string; readonly commentId: string }> {
    permit(actor, 'comment.write');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member writes comments');
    const body = bodyOf(input.body);
    const mentioned = mentionsOf(input.mentionIds ?? [], memberId);
    const files = filesOf(input.fileIds ?? []);
    return this.unitOfWork.run(actor, async (tx) => {
      await commentStore.hold(tx, [memberId]);
      const { id: proposalId } = await holdDiscussed(tx, input.proposalId);
      await commentStore.hold(tx, [proposalId]);
      const threadId = await threadOf(tx, proposalId, input);
      await requireRoom(tx, proposalId, memberId);
      await requireListed(tx, this.directory, mentioned, placeIn(input.mentionIds, mentioned));
      const id = newId();
      const by = { proposalId, writtenByMemberId: memberId };
      await commentStore.insert(tx, { id, ...by, threadId, body });
      const fileOf = (place: number) => ['fileIds', String(place)];
      await this.attachments.attach(tx, files, { kind: 'comment', id }, fileOf);
      tx.announce(CommentWritten.of(proposalId, { proposalId, commentId: id, memberId }));
      await mention(tx, { id, ...by }, mentioned);
      return { proposalId, commentId: id };
    });
  }
}

/** Where in what was given one of those who are mentioned is named. */
export const placeIn =
  (given: readonly string[] | null | undefined, mentioned: readonly string[]) =>
  (place: number): readonly string[] => [
    'mentionIds',
    String((given ?? []).indexOf(mentioned[place] ?? '')),
  ];

/**
 * Who is called by it now is told, once. The caller asked whether they are listed, and holds what
 * its writer may.
 *
 * @throws CodedError COMMENT_LIMIT_REACHED
 */
export async function mention(
  tx: Tx,
  {
    id,
    proposalId,
    writtenByMemberId: by,
  }: Pick<CommentRecord, 'id' | 'proposalId' | 'writtenByMemberId'>,
  memberIds: readonly string[],
): Promise<void> {
  await commentStore.hold(
    tx,
    memberIds.map((memberId) => `told ${memberId}`),
  );
  for (const memberId of await commentStore.mention(tx, id, memberIds)) {
    tx.announce(MemberMentioned.of(proposalId, { proposalId, commentId: id, memberId }));
  }
  if (memberIds.length === 0 || (await commentStore.named(tx, by)) <= atMost.namedADay) return;
  const message = `One mentions at most ${atMost.namedADay} members in a day.`;
  throw governanceErrors.error('COMMENT_LIMIT_REACHED', message, { path: ['mentionIds'] });
}

async function threadOf(
  tx: Tx,
  proposalId: string,
  { inReplyToId: id = null, inReplyToVersion: read }: WriteCommentInput,
): Promise<string | null> {
  if (id === null) return null;
  const said = await commentStore.share(tx, id);
  if (said?.proposalId === proposalId) {
    requireAsRead(said, read, 'inReplyToVersion');
    return said.threadId ?? said.id;
  }
  throw governanceErrors.error('COMMENT_NOT_FOUND', 'There is no such comment on it.', {
    path: ['inReplyToId'],
  });
}

async function requireRoom(tx: Tx, proposalId: string, memberId: string): Promise<void> {
  const { all, own, lately } = await commentStore.written(tx, proposalId, memberId);
  if (all < atMost.ofProposal && own < atMost.ofMember && lately < atMost.lately) return;
  const message = 'So much was said already, or by you just now: others have to be able to read.';
  throw governanceErrors.error('COMMENT_LIMIT_REACHED', message, { path: ['proposalId'] });
}
