import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { lockOwnProposal } from '../proposal/locked-proposal.js';
import { endUndecided, stillUndecided } from '../proposal/ending.js';

/** The proposer takes a proposal back before it closes. */
@Injectable()
export class WithdrawProposal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError PROPOSAL_NOT_FOUND, PROPOSAL_NOT_YOURS, PROPOSAL_STATUS_CONFLICT */
  async execute(actor: Actor, input: { proposalId: string }): Promise<{ proposalId: string }> {
    permit(actor, 'proposal.withdraw');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await stillUndecided(tx, await lockOwnProposal(tx, input.proposalId));
      await endUndecided(tx, proposal, 'proposer', null);
      return { proposalId: proposal.id };
    });
  }
}
