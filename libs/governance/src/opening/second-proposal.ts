import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { authorStore } from '../authors/author.store.js';
import { governanceErrors } from '../governance.errors.js';
import { ProposalSeconded } from '../governance.events.js';
import { lockShownProposal } from '../proposal/locked-proposal.js';
import { requireVersion } from '../proposal/proposer.js';
import { secondStore } from '../proposal/second.store.js';

/** What is meant by who names none: a draft as it was written. */
const firstVersion = 1;

/** Another member supports that a draft is put to the vote. */
@Injectable()
export class SecondProposal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * A second is of the text that was read: of a draft that was edited it says which version. The
   * author edits under the same lock.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND also for a draft that is not shown, SECONDER_IS_PROPOSER,
   *   PROPOSAL_STATUS_CONFLICT, PROPOSAL_VERSION_STALE also without a version where it was edited,
   *   SECONDED_ALREADY
   */
  async execute(
    actor: Actor,
    input: { readonly proposalId: string; readonly version?: number | null },
  ): Promise<{ proposalId: string }> {
    permit(actor, 'proposal.second');
    const { memberId } = actor;
    const path = ['proposalId'];
    if (memberId === null) throw new Error('a member seconds');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockShownProposal(tx, input.proposalId);
      const { proposerMemberId } = proposal;
      if (proposerMemberId === memberId || (await authorStore.isOne(tx, proposal.id))) {
        const message = 'Who wrote it does not second it.';
        throw governanceErrors.error('SECONDER_IS_PROPOSER', message, { path });
      }
      if (proposal.state !== 'draft') {
        const message = 'Only a draft is seconded.';
        throw governanceErrors.error('PROPOSAL_STATUS_CONFLICT', message, { path });
      }
      requireVersion(proposal, input.version ?? firstVersion);
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
