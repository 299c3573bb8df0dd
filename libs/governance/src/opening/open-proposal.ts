import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { requireFilerOf } from '../topic/deciding-group.js';
import { lockOwnProposal } from '../proposal/locked-proposal.js';
import type { ProposalProgress } from './proposal-opening.js';
import { ProposalOpening } from './proposal-opening.js';

/** The proposer puts their draft to the vote: the electorate is drawn and the rule frozen. */
@Injectable()
export class OpenProposal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly opening: ProposalOpening,
  ) {}

  /**
   * Doing it twice is doing it once.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PROPOSAL_NOT_YOURS, PROPOSER_NOT_IN_GROUP, and what
   *   `ProposalOpening.open` refuses
   */
  async execute(actor: Actor, input: { proposalId: string }): Promise<ProposalProgress> {
    permit(actor, 'proposal.open');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockOwnProposal(tx, input.proposalId);
      if (proposal.state !== 'draft') {
        return { proposalId: proposal.id, state: proposal.state, closesAt: proposal.closesAt };
      }
      await requireFilerOf(tx, proposal);
      return this.opening.open(tx, proposal);
    });
  }
}
