import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { CodedError, permit, UnitOfWork } from '@rochdale/platform';
import { endUndecided } from '../closing/ending.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import type { ProposalProgress } from './proposal-opening.js';
import { ProposalOpening } from './proposal-opening.js';

/** What keeps a proposal from opening for good: its policy as it is now, or that nobody votes. */
const hindrances: readonly string[] = [
  'ACTION_KIND_UNKNOWN',
  'ACTION_POLICY_UNFIT',
  'ELECTORATE_EMPTY',
  'PROPOSAL_NEEDS_SECONDER',
  'URGENCY_NEEDS_REASON',
  'VOTING_PERIOD_TOO_LONG',
  'VOTING_PERIOD_TOO_SHORT',
];

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
      try {
        return await this.opening.open(tx, proposal);
      } catch (error) {
        if (!(error instanceof CodedError) || !hindrances.includes(error.code)) throw error;
        // Each is found before anything of the vote is written.
        await endUndecided(tx, proposal, 'rule', error.message);
        return { proposalId: proposal.id, state: 'cancelled', closesAt: null };
      }
    });
  }
}
