import { Injectable } from '@nestjs/common';
import type { Actor, Day } from '@rochdale/platform';
import { addDays, isDay, may, permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { lockShownProposal, requireAuthor } from '../proposal/locked-proposal.js';
import { outcomeStore } from './outcome.store.js';
import { reviewStore } from './review.store.js';

/** Ten years: who remembers it then was told otherwise. */
const mostDays = 3_653;

/** Who wrote what was decided, or a secretary, says when members look at it again. */
@Injectable()
export class PlanReview {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Another day takes the place of one that was said before.
   *
   * @throws CodedError REVIEW_DAY_INVALID, PROPOSAL_NOT_FOUND, PROPOSAL_NOT_YOURS,
   *   OUTCOME_NOT_TAKEN
   */
  async execute(
    actor: Actor,
    input: { readonly proposalId: string; readonly reviewOn: Day },
  ): Promise<{ readonly proposalId: string; readonly reviewOn: Day }> {
    permit(actor, 'outcome.write');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member says when');
    const { reviewOn } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockShownProposal(tx, input.proposalId);
      requireAhead(reviewOn, await tx.today());
      if (!may(actor, 'outcome.write-any').allowed) await requireAuthor(tx, proposal);
      const { id: proposalId, isHearing } = proposal;
      const { isDecided } = await outcomeStore.told(tx, proposalId);
      if (!isDecided || isHearing) {
        const message = 'Members look again at what they decided, and at no hearing.';
        throw governanceErrors.error('OUTCOME_NOT_TAKEN', message, { path: ['proposalId'] });
      }
      const known = await reviewStore.lock(tx, proposalId);
      if (known === null) await reviewStore.insert(tx, proposalId, reviewOn, memberId);
      else if (known.reviewOn !== reviewOn) await reviewStore.move(tx, known, reviewOn, memberId);
      return { proposalId, reviewOn };
    });
  }
}

function requireAhead(day: Day, today: Day): void {
  if (isDay(day) && day > today && day <= addDays(today, mostDays)) return;
  const message = 'It is a day after today, in the next ten years.';
  throw governanceErrors.error('REVIEW_DAY_INVALID', message, { path: ['reviewOn'] });
}
