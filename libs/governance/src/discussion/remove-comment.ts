import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { forgetFilesOf, permit, UnitOfWork } from '@rochdale/platform';
import type { RemovalReason } from './comment.js';
import { CommentRemoved, WordsRemoved } from './comment.events.js';
import { commentStore } from './comment.store.js';
import type { CommentRecord } from './comment.store.js';
import { lockComment, requireWriter } from './locked-comment.js';

/** Whoever wrote a comment takes it back, as long as it is discussed: a mark stays, and no word. */
@Injectable()
export class RemoveComment {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError COMMENT_NOT_FOUND, COMMENT_NOT_YOURS, PROPOSAL_NOT_FOUND,
   *   DISCUSSION_CLOSED, DISCUSSION_NOT_TAKEN
   */
  async execute(
    actor: Actor,
    input: { readonly commentId: string },
  ): Promise<{ readonly proposalId: string; readonly commentId: string }> {
    permit(actor, 'comment.write');
    return this.unitOfWork.run(actor, async (tx) => {
      const comment = await lockComment(tx, input.commentId);
      requireWriter(actor, comment);
      return remove(tx, comment, 'author');
    });
  }
}

export async function remove(
  tx: Tx,
  { id, proposalId, writtenByMemberId: memberId }: CommentRecord,
  because: RemovalReason | 'author',
): Promise<{ readonly proposalId: string; readonly commentId: string }> {
  await commentStore.remove(tx, id, because);
  await forgetFilesOf(tx, 'comment', [id]);
  tx.announce(CommentRemoved.of(proposalId, { proposalId, commentId: id }));
  if (because !== 'author') {
    tx.announce(WordsRemoved.of(proposalId, { proposalId, memberId, because }));
  }
  return { proposalId, commentId: id };
}
