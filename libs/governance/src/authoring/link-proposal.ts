import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { linkStore } from '../about/link.store.js';
import { requireLinks } from '../about/proposal-link.js';
import type { ProposalLink } from '../about/proposal-link.js';
import { lockWrittenProposal } from '../proposal/locked-proposal.js';
import { requireShared } from './shared-draft.js';

export interface LinkProposalInput {
  readonly proposalId: string;
  /** In place of those that it had. Whoever asks has read their ends: nothing else is looked up. */
  readonly links: readonly ProposalLink[];
}

/** Its authors say what a draft is about. */
@Injectable()
export class LinkProposal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError PROPOSAL_LINKS_INVALID also for a document that never was,
   *   PROPOSAL_NOT_FOUND, PROPOSAL_NOT_YOURS, PROPOSAL_STATUS_CONFLICT, AUTHORS_NOT_TAKEN for a
   *   hearing, what it is about lies sealed
   */
  async execute(
    actor: Actor,
    { proposalId, links }: LinkProposalInput,
  ): Promise<{ readonly proposalId: string }> {
    permit(actor, 'proposal.edit');
    requireLinks(links);
    return this.unitOfWork.run(actor, async (tx) => {
      requireShared(await lockWrittenProposal(tx, proposalId));
      await linkStore.drop(tx, proposalId);
      await linkStore.insert(tx, proposalId, links);
      return { proposalId };
    });
  }
}
