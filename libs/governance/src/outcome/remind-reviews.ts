import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import type { Standing } from '@rochdale/membership';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, Turns, UnitOfWork } from '@rochdale/platform';
import { lockProposal } from '../proposal/locked-proposal.js';
import { ReviewDue } from './outcome.events.js';
import { reviewStore } from './review.store.js';

const inside: readonly Standing[] = ['active', 'paused', 'in-arrears'];

/**
 * Tells, once, that the day has come on which members look again at a decision: who proposed it;
 * who named the day where they are gone; the secretaries where both are.
 */
@Injectable()
export class RemindReviews {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: MemberDirectory,
  ) {}

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
    const told = await turns.each(due, (id) => this.#remind(actor, id));
    turns.end();
    return told;
  }

  /** It may have been told, or moved, since it was found. */
  #remind(actor: Actor, proposalId: string): Promise<number> {
    return this.unitOfWork.run(actor, async (tx) => {
      const { proposerMemberId } = await lockProposal(tx, proposalId);
      const review = await reviewStore.lock(tx, proposalId);
      if (review === null || review.remindedAt !== null) return 0;
      if (review.reviewOn > (await tx.today())) return 0;
      await reviewStore.remind(tx, proposalId);
      const whose = [proposerMemberId, review.setByMemberId].filter((id) => id !== null);
      for (const memberId of await this.#among(tx, whose)) {
        tx.announce(ReviewDue.of(proposalId, { proposalId, memberId }));
      }
      return 1;
    });
  }

  /** The first of them who reads inside, or who keeps the records. */
  async #among(tx: Tx, memberIds: readonly string[]): Promise<readonly string[]> {
    const found = await this.directory.findMany(tx, memberIds);
    const first = memberIds.find((id) => inside.includes(found.get(id)?.standing ?? 'left'));
    return first === undefined ? this.directory.holders(tx, 'secretary') : [first];
  }
}
