import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { actionStore } from '../action/action.store.js';
import { isAppeal } from '../appeal/appeal.js';
import { governanceErrors } from '../governance.errors.js';
import { lockShownProposal } from '../proposal/locked-proposal.js';
import { endUndecided, stillUndecided } from '../proposal/ending.js';

/** A secretary stops a proposal before it closes, and says why on the record. */
@Injectable()
export class CancelProposal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError CANCELLATION_NEEDS_REASON, PROPOSAL_NOT_FOUND also for a draft that is not
   *   shown, PROPOSAL_STATUS_CONFLICT
   */
  async execute(
    actor: Actor,
    input: { proposalId: string; reason: string },
  ): Promise<{ proposalId: string }> {
    permit(actor, 'proposal.cancel');
    const reason = input.reason.trim();
    if (reason === '' || reason.length > 2000) {
      const message = 'A cancellation says why, in at most 2,000 characters.';
      throw governanceErrors.error('CANCELLATION_NEEDS_REASON', message, { path: ['reason'] });
    }
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await stillUndecided(tx, await lockShownProposal(tx, input.proposalId));
      if (proposal.isHearing && isAppeal(await actionStore.lockOf(tx, proposal.id))) throw theirs();
      await endUndecided(tx, proposal, 'secretary', reason);
      return { proposalId: proposal.id };
    });
  }
}

function theirs(): Error {
  const message = 'An appeal is decided by the members, or taken back by whoever filed it.';
  return governanceErrors.error('PROPOSAL_STATUS_CONFLICT', message, { path: ['proposalId'] });
}
