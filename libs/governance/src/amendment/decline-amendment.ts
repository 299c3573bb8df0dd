import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { lockWrittenProposal } from '../proposal/locked-proposal.js';
import { lockWaiting } from './amendable.js';
import { amendmentStore } from './amendment.store.js';

/** Its authors leave the text as it is. */
@Injectable()
export class DeclineAmendment {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError AMENDMENT_NOT_FOUND, AMENDMENT_ENDED, AMENDMENT_NOT_TAKEN,
   *   PROPOSAL_NOT_FOUND, PROPOSAL_NOT_YOURS, PROPOSAL_STATUS_CONFLICT
   */
  async execute(
    actor: Actor,
    input: { readonly amendmentId: string },
  ): Promise<{ readonly proposalId: string; readonly amendmentId: string }> {
    permit(actor, 'amendment.decide');
    return this.unitOfWork.run(actor, async (tx) => {
      const { amendment, proposal } = await lockWaiting(tx, input.amendmentId);
      await lockWrittenProposal(tx, proposal.id);
      await amendmentStore.end(tx, amendment.id, 'declined', null);
      return { proposalId: proposal.id, amendmentId: amendment.id };
    });
  }
}
