import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { lockProposal } from '../proposal/locked-proposal.js';
import { openOrEnd } from './open-or-end.js';
import type { ProposalProgress } from './proposal-opening.js';
import { ProposalOpening } from './proposal-opening.js';

/**
 * Opens voting on a proposal whose notice has run out; where it cannot open, it ends as cancelled
 * and says why. Doing it twice is doing it once.
 */
@Injectable()
export class OpenNoticedProposal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly opening: ProposalOpening,
  ) {}

  /** @throws CodedError PROPOSAL_NOT_FOUND */
  async execute(actor: Actor, input: { proposalId: string }): Promise<ProposalProgress> {
    permit(actor, 'proposal.close');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockProposal(tx, input.proposalId);
      const isDue = proposal.noticeUntil !== null && proposal.noticeUntil <= tx.now;
      if (proposal.state !== 'notice' || !isDue) {
        return { proposalId: proposal.id, state: proposal.state, closesAt: proposal.closesAt };
      }
      return openOrEnd(tx, this.opening, proposal);
    });
  }
}
