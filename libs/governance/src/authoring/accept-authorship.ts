import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { authorStore } from '../authors/author.store.js';
import { lockProposal, lockShownProposal } from '../proposal/locked-proposal.js';
import { notAsked, requireShared } from './shared-draft.js';

/** Who was asked to write a draft says that they do: they are named with it. */
@Injectable()
export class AcceptAuthorship {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * That they seconded it counts no more. Saying so twice is saying so once.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, AUTHOR_UNKNOWN where nobody asked them,
   *   PROPOSAL_STATUS_CONFLICT, AUTHORS_NOT_TAKEN
   */
  async execute(
    actor: Actor,
    { proposalId }: { readonly proposalId: string },
  ): Promise<{ readonly proposalId: string }> {
    permit(actor, 'proposal.edit');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member writes drafts');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockProposal(tx, proposalId);
      const asked = await authorStore.find(tx, proposalId, memberId);
      if (asked === null) {
        await lockShownProposal(tx, proposalId);
        throw notAsked('proposalId');
      }
      if (asked.acceptedAt !== null) return { proposalId };
      requireShared(proposal);
      await authorStore.accept(tx, proposalId, memberId);
      return { proposalId };
    });
  }
}
