import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { requireListed } from '../put-up/require-listed.js';
import { bodyOf, mayBeEdited, mentionsOf } from './comment.js';
import { commentStore } from './comment.store.js';
import { lockComment, requireWriter } from './locked-comment.js';
import { mention } from './write-comment.js';

export interface EditCommentInput {
  readonly commentId: string;
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
   *   PROPOSAL_NOT_FOUND, DISCUSSION_CLOSED, DISCUSSION_NOT_TAKEN, MEMBER_UNKNOWN
   */
  async execute(
    actor: Actor,
    input: EditCommentInput,
  ): Promise<{ readonly proposalId: string; readonly commentId: string }> {
    permit(actor, 'comment.write');
    const body = bodyOf(input.body);
    return this.unitOfWork.run(actor, async (tx) => {
      const comment = await lockComment(tx, input.commentId);
      requireWriter(actor, comment);
      if (!mayBeEdited(comment, tx.now)) {
        const message = 'It was answered, or a while ago: write another, or remove it.';
        throw governanceErrors.error('COMMENT_STANDS', message, { path: ['id'] });
      }
      const mentioned = mentionsOf(input.mentionIds ?? [], comment.writtenByMemberId);
      await requireListed(tx, this.directory, mentioned, (place) => ['mentionIds', String(place)]);
      await commentStore.edit(tx, comment, body);
      await mention(tx, comment, mentioned);
      return { proposalId: comment.proposalId, commentId: comment.id };
    });
  }
}
