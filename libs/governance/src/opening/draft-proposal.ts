import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { requireListed } from '../put-up/require-listed.js';
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
    private readonly directory: MemberDirectory,
  ) {}

  /** @throws CodedError MEMBER_UNKNOWN, and what `ProposalDrafting.write` refuses */
  async execute(actor: Actor, input: DraftProposalInput): Promise<ProposalProgress> {
    permit(actor, 'proposal.draft');
    return this.unitOfWork.run(actor, async (tx) => {
      await requireListed(tx, this.directory, input.candidates ?? [], (place) => [
        'candidates',
        String(place),
      ]);
      const proposalId = await this.drafting.write(tx, input, 'member');
      return { proposalId, state: 'draft', closesAt: null };
    });
  }
}
