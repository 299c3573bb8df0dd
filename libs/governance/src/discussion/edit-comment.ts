import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { requireListed } from '../put-up/require-listed.js';
import { bodyOf, mayBeEdited, mentionsOf } from './comment.js';
import { commentStore } from './comment.store.js';
import { lockComment, requireAsRead, requireWriter } from './locked-comment.js';
import { mention, placeIn } from './write-comment.js';

export interface EditCommentInput {
  readonly commentId: string;
  /** The version that is put right, as it was read. */
  readonly version: number;
  readonly body: string;
  readonly mentionIds?: readonly string[] | null;
}

/** Whoever wrote a comment puts it right, before anybody answered what it said. */
@Injectable()
export class EditComment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: MemberDirectory,
  ) {}

  /**
   * @throws CodedError COMMENT_INVALID, COMMENT_NOT_FOUND, COMMENT_NOT_YOURS, COMMENT_STANDS,
   *   COMMENT_VERSION_STALE, COMMENT_LIMIT_REACHED, PROPOSAL_NOT_FOUND, DISCUSSION_CLOSED,
   *   DISCUSSION_NOT_TAKEN, MEMBER_UNKNOWN
   */
  async execute(
    actor: Actor,
    input: EditCommentInput,
  ): Promise<{ readonly proposalId: string; readonly commentId: string }> {
    permit(actor, 'comment.write');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member writes comments');
    const body = bodyOf(input.body);
    const mentioned = mentionsOf(input.mentionIds ?? [], memberId);
    return this.unitOfWork.run(actor, async (tx) => {
      await commentStore.hold(tx, [memberId]);
      const comment = await lockComment(tx, input.commentId);
      requireWriter(actor, comment);
      requireAsRead(comment, input.version);
      if (!mayBeEdited(comment, await commentStore.isAnswered(tx, comment.id), tx.now)) {
        const message = 'It was answered, or a while ago: write another, or remove it.';
        throw governanceErrors.error('COMMENT_STANDS', message, { path: ['id'] });
      }
      await requireListed(tx, this.directory, mentioned, placeIn(input.mentionIds, mentioned));
      await commentStore.edit(tx, comment, body);
      await mention(tx, comment, mentioned);
      return { proposalId: comment.proposalId, commentId: comment.id };
    });
  }
}
