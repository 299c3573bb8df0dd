import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { cancelProposal, lockProposal } from './proposals.js';
import { requireProposer } from './proposer.js';

/** The proposer takes a proposal back before it closes. */
@Injectable()
export class WithdrawProposal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async execute(actor: Actor, input: { proposalId: string }): Promise<{ proposalId: string }> {
    permit(actor, 'proposal.withdraw');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockProposal(tx, input.proposalId);
      requireProposer(actor, proposal);
      await cancelProposal(tx, proposal, 'proposer', null);
      return input;
    });
  }
}

/** A secretary stops a proposal before it closes, and says why on the record. */
@Injectable()
export class CancelProposal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

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
      const proposal = await lockProposal(tx, input.proposalId);
      await cancelProposal(tx, proposal, 'secretary', reason);
      return { proposalId: proposal.id };
    });
  }
}
