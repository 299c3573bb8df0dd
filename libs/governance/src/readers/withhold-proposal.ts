import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import type { WithholdingReason } from '../governance.events.js';
import { ProposalWithheld } from '../governance.events.js';
import { lockShownProposal } from '../proposal/locked-proposal.js';
import { proposalStore } from '../proposal/proposal.store.js';

export interface WithholdProposalInput {
  readonly proposalId: string;
  /** One of a few and no words: a sentence would name whom it is to keep from strangers. */
  readonly reason: WithholdingReason;
}

/**
 * A secretary takes one proposal from strangers, whatever it says and however it ended: its words
 * or its options name somebody. From then on it is the members' alone, and never strangers' again;
 * and so is the vote that put it again, or that it puts again, since they say the same.
 */
@Injectable()
export class WithholdProposal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError PROPOSAL_NOT_FOUND also for a draft that is not shown,
   *   PROPOSAL_WITHHELD_ALREADY where strangers do not read it anyway
   */
  async execute(actor: Actor, input: WithholdProposalInput): Promise<{ proposalId: string }> {
    permit(actor, 'proposal.withhold');
    return this.unitOfWork.run(actor, async (tx) => {
      // The tie before its run-off, whichever was named; and the run-off that was made meanwhile.
      await proposalStore.lockAlike(tx, input.proposalId);
      const { id } = await lockShownProposal(tx, input.proposalId);
      const alike = await proposalStore.lockAlike(tx, id);
      const shown = alike.filter(({ visibility }) => visibility === 'public');
      if (shown.length === 0) {
        const message = 'Strangers do not read this.';
        throw governanceErrors.error('PROPOSAL_WITHHELD_ALREADY', message, {
          path: ['proposalId'],
        });
      }
      for (const { id: proposalId } of shown) {
        await proposalStore.withhold(tx, proposalId);
        tx.announce(ProposalWithheld.of(proposalId, { proposalId, reason: input.reason }));
      }
      return { proposalId: id };
    });
  }
}
