import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { lockWaiting } from './amendable.js';
import { amendmentStore } from './amendment.store.js';

/** Whoever proposed an amendment takes it back. */
@Injectable()
export class WithdrawAmendment {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError AMENDMENT_NOT_FOUND, AMENDMENT_ENDED, AMENDMENT_NOT_TAKEN,
   *   AMENDMENT_NOT_YOURS, PROPOSAL_NOT_FOUND, PROPOSAL_STATUS_CONFLICT
   */
  async execute(
    actor: Actor,
    input: { readonly amendmentId: string },
  ): Promise<{ readonly proposalId: string; readonly amendmentId: string }> {
    permit(actor, 'amendment.propose');
    return this.unitOfWork.run(actor, async (tx) => {
      const { amendment, proposal } = await lockWaiting(tx, input.amendmentId);
      if (amendment.proposedByMemberId !== actor.memberId) {
        const message = 'Only who proposed it takes it back.';
        throw governanceErrors.error('AMENDMENT_NOT_YOURS', message, { path: ['id'] });
      }
      await amendmentStore.end(tx, amendment.id, 'withdrawn', null);
      return { proposalId: proposal.id, amendmentId: amendment.id };
    });
  }
}
