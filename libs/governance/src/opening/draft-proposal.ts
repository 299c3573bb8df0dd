import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { ProposalTerms } from './proposal-drafting.js';
import { ProposalDrafting } from './proposal-drafting.js';
import type { ProposalProgress } from './proposal-opening.js';

export type DraftProposalInput = Omit<ProposalTerms, 'subject' | 'proposerMemberId'>;

/** A member writes a proposal. Only they see it until it opens or needs a seconder. */
@Injectable()
export class DraftProposal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly drafting: ProposalDrafting,
  ) {}

  /** @throws CodedError what `ProposalDrafting.write` refuses */
  async execute(actor: Actor, input: DraftProposalInput): Promise<ProposalProgress> {
    permit(actor, 'proposal.draft');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposalId = await this.drafting.write(tx, input, 'member');
      return { proposalId, state: 'draft', closesAt: null };
    });
  }
}
