import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { requireProposer } from './proposer.js';
import type { ProposalState } from './proposals.js';
import { lockProposal, Proposals } from './proposals.js';

/** The proposer puts their draft to the vote: the electorate is drawn and the rule frozen. */
@Injectable()
export class OpenProposal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly proposals: Proposals,
  ) {}

  async execute(actor: Actor, input: { proposalId: string }): Promise<ProposalState> {
    permit(actor, 'proposal.open');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockProposal(tx, input.proposalId);
      requireProposer(actor, proposal);
      if (proposal.status !== 'draft') {
        return { proposalId: proposal.id, status: proposal.status, closesAt: proposal.closesAt };
      }
      return this.proposals.open(tx, proposal);
    });
  }
}

/** Opens voting on a proposal whose notice has run out. Doing it twice is doing it once. */
@Injectable()
export class OpenNoticedProposal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly proposals: Proposals,
  ) {}

  async execute(actor: Actor, input: { proposalId: string }): Promise<ProposalState> {
    permit(actor, 'proposal.close');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockProposal(tx, input.proposalId);
      const isDue = proposal.noticeUntil !== null && proposal.noticeUntil <= tx.now;
      if (proposal.status !== 'notice' || !isDue) {
        return { proposalId: proposal.id, status: proposal.status, closesAt: proposal.closesAt };
      }
      return this.proposals.open(tx, proposal);
    });
  }
}
