import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { authorStore } from '../authors/author.store.js';
import { lockOwnProposal, lockProposal } from '../proposal/locked-proposal.js';
import type { AuthorInput } from './invite-author.js';
import { notAsked, requireShared } from './shared-draft.js';

/** Who proposes writes on without somebody; or they say themselves that they do not write. */
@Injectable()
export class RemoveAuthor {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * What they wrote stays in the draft, which is of who proposes it.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PROPOSAL_NOT_YOURS, PROPOSAL_STATUS_CONFLICT,
   *   AUTHORS_NOT_TAKEN, AUTHOR_UNKNOWN
   */
  async execute(
    actor: Actor,
    { proposalId, memberId }: AuthorInput,
  ): Promise<{ readonly proposalId: string }> {
    permit(actor, 'proposal.edit');
    return this.unitOfWork.run(actor, async (tx) => {
      const isOwn = actor.memberId === memberId;
      const asked = isOwn ? await authorStore.find(tx, proposalId, memberId) : null;
      const proposal = await (asked === null ? lockOwnProposal : lockProposal)(tx, proposalId);
      requireShared(proposal);
      if ((await authorStore.find(tx, proposalId, memberId)) === null) throw notAsked('memberId');
      await authorStore.remove(tx, proposalId, memberId);
      return { proposalId };
    });
  }
}
