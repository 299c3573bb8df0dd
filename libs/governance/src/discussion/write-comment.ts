import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import type { Actor, Tx } from '@rochdale/platform';
import { Attachments, newId, permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { requireListed } from '../put-up/require-listed.js';
import { atMost, bodyOf, filesOf, mentionsOf } from './comment.js';
import { CommentWritten, MemberMentioned } from './comment.events.js';
import { commentStore } from './comment.store.js';
import { holdDiscussed } from './discussed.js';

export interface WriteCommentInput {
  readonly proposalId: string;
  /** Markdown. */
  readonly body: string;
  /** A comment of the thread that it goes on in; one of its own where it is left out. */
  readonly inReplyToId?: string | null;
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
   *   DISCUSSION_NOT_TAKEN, COMMENT_NOT_FOUND, COMMENT_LIMIT_REACHED, MEMBER_UNKNOWN, NOT_FOUND
   *   for a file that is not theirs, ATTACHMENT_IN_USE
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
      const { id: proposalId } = await holdDiscussed(tx, input.proposalId);
      const threadId = await threadOf(tx, proposalId, input.inReplyToId ?? null);
      await requireRoom(tx, proposalId, memberId);
      await requireListed(tx, this.directory, mentioned, (place) => ['mentionIds', String(place)]);
      const id = newId();
      const by = { proposalId, writtenByMemberId: memberId };
      await commentStore.insert(tx, { id, ...by, threadId, body });
      const fileOf = (place: number) => ['fileIds', String(place)];
      await this.attachments.attach(tx, files, { kind: 'comment', id }, fileOf);
      tx.announce(CommentWritten.of(proposalId, { proposalId, commentId: id, memberId }));
      await mention(tx, { id, proposalId }, mentioned);
      return { proposalId, commentId: id };
    });
  }
}

/** Who is called by it now is told, once. The caller asked whether they are listed. */
export async function mention(
  tx: Tx,
  { id, proposalId }: { readonly id: string; readonly proposalId: string },
  memberIds: readonly string[],
): Promise<void> {
  for (const memberId of await commentStore.mention(tx, id, memberIds)) {
    tx.announce(MemberMentioned.of(proposalId, { proposalId, commentId: id, memberId }));
  }
}

async function threadOf(tx: Tx, proposalId: string, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const said = await commentStore.find(tx, id);
  if (said?.proposalId === proposalId) return said.threadId ?? said.id;
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
