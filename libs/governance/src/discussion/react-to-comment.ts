import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { ReactionKind } from './comment.js';
import { commentStore } from './comment.store.js';
import { lockComment, requireAsRead } from './locked-comment.js';

export interface ReactToCommentInput {
  readonly commentId: string;
  /** The version of it that was read. */
  readonly version: number;
  readonly reaction: ReactionKind;
  /** False takes it back. */
  readonly isOn: boolean;
}

/** A member says something to a comment without words. */
@Injectable()
export class ReactToComment {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Doing it twice is doing it once.
   *
   * @throws CodedError COMMENT_NOT_FOUND, COMMENT_VERSION_STALE, PROPOSAL_NOT_FOUND,
   *   DISCUSSION_CLOSED, DISCUSSION_NOT_TAKEN
   */
  async execute(
    actor: Actor,
    input: ReactToCommentInput,
  ): Promise<{ readonly proposalId: string; readonly commentId: string }> {
    permit(actor, 'comment.write');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member reacts');
    return this.unitOfWork.run(actor, async (tx) => {
      const comment = await lockComment(tx, input.commentId);
      requireAsRead(comment, input.version);
      const { id, proposalId } = comment;
      const reaction = { id, memberId, kind: input.reaction };
      if (input.isOn) await commentStore.react(tx, reaction);
      else await commentStore.unreact(tx, reaction);
      return { proposalId, commentId: id };
    });
  }
}
