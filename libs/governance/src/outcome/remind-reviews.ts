import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, Turns, UnitOfWork } from '@rochdale/platform';
import { lockProposal } from '../proposal/locked-proposal.js';
import { ReviewDue } from './outcome.events.js';
import { reviewStore } from './review.store.js';

/** Tells members, once, that the day has come on which they look again at a decision. */
@Injectable()
export class RemindReviews {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * How many were due. One that fails keeps none of the others.
   *
   * @throws CodedError FORBIDDEN, PROPOSAL_NOT_FOUND; Error of those that could not, after the
   *   others
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'proposal.execute');
    const due = await this.unitOfWork.read(actor, async (tx) =>
      reviewStore.due(tx, await tx.today()),
    );
    const turns = new Turns();
    const told = await turns.each(due, (id) => this.unitOfWork.run(actor, (tx) => remind(tx, id)));
    turns.end();
    return told;
  }
}

/** It may have been told, or moved, since it was found. */
async function remind(tx: Tx, proposalId: string): Promise<number> {
  const { proposerMemberId } = await lockProposal(tx, proposalId);
  const review = await reviewStore.lock(tx, proposalId);
  if (review === null || review.remindedAt !== null) return 0;
  if (review.reviewOn > (await tx.today())) return 0;
  await reviewStore.remind(tx, proposalId);
  const memberId = proposerMemberId ?? review.setByMemberId;
  tx.announce(ReviewDue.of(proposalId, { proposalId, memberId }));
  return 1;
}
