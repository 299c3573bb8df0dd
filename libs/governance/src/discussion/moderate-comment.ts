import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { RemovalReason } from './comment.js';
import { holdDiscussed } from './discussed.js';
import { lockComment } from './locked-comment.js';
import { remove } from './remove-comment.js';

/**
 * An officer takes a comment out, also of what is decided: its words are gone, and that it was
 * there, who took it out and why stays for everybody who read it. Their own they take out until it
 * is decided, as everybody does.
 */
@Injectable()
export class ModerateComment {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError COMMENT_NOT_FOUND, PROPOSAL_NOT_FOUND; of their own also DISCUSSION_CLOSED,
   *   DISCUSSION_NOT_TAKEN
   */
  async execute(
    actor: Actor,
    input: { readonly commentId: string; readonly reason: RemovalReason },
  ): Promise<{ readonly proposalId: string; readonly commentId: string }> {
    permit(actor, 'comment.moderate');
    return this.unitOfWork.run(actor, async (tx) => {
      const comment = await lockComment(tx, input.commentId, true);
      if (comment.writtenByMemberId === actor.memberId) {
        await holdDiscussed(tx, comment.proposalId);
      }
      return remove(tx, comment, input.reason);
    });
  }
}
