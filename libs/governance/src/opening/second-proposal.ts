import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { ProposalSeconded } from '../governance.events.js';
import { lockShownProposal } from '../proposal/locked-proposal.js';
import { secondStore } from '../proposal/second.store.js';

/** Another member supports that a draft is put to the vote. */
@Injectable()
export class SecondProposal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError PROPOSAL_NOT_FOUND also for a draft that is not shown, SECONDER_IS_PROPOSER,
   *   PROPOSAL_STATUS_CONFLICT, SECONDED_ALREADY
   */
  async execute(actor: Actor, input: { proposalId: string }): Promise<{ proposalId: string }> {
    permit(actor, 'proposal.second');
    const { memberId } = actor;
    const path = ['proposalId'];
    if (memberId === null) throw new Error('a member seconds');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockShownProposal(tx, input.proposalId);
      if (proposal.proposerMemberId === memberId) {
        const message = 'Who proposes does not second.';
        throw governanceErrors.error('SECONDER_IS_PROPOSER', message, { path });
      }
      if (proposal.state !== 'draft') {
        const message = 'Only a draft is seconded.';
        throw governanceErrors.error('PROPOSAL_STATUS_CONFLICT', message, { path });
      }
      if (!(await secondStore.add(tx, proposal.id, memberId))) {
        throw governanceErrors.error('SECONDED_ALREADY', 'You have seconded this already.', {
          path,
        });
      }
      tx.announce(ProposalSeconded.of(proposal.id, { proposalId: proposal.id, memberId }));
      return { proposalId: proposal.id };
    });
  }
}
