import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { ProposalState, ProposalTerms } from './proposals.js';
import { Proposals } from './proposals.js';

export type DraftProposalInput = Omit<ProposalTerms, 'subject' | 'proposerMemberId'>;

/** A member writes a proposal. Only they see it until it opens or needs a seconder. */
@Injectable()
export class DraftProposal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly proposals: Proposals,
  ) {}

  async execute(actor: Actor, input: DraftProposalInput): Promise<ProposalState> {
    permit(actor, 'proposal.draft');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposalId = await this.proposals.draft(tx, input, 'member');
      return { proposalId, status: 'draft', closesAt: null };
    });
  }
}
