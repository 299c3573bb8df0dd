import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { votingErrors } from '../voting.errors.js';
import { PaperChanged } from '../voting.events.js';
import { handedPaperStore } from './handed-paper.store.js';
import { requireUncounted } from './held-papers.js';

/**
 * A member says that they hold no paper, though the list has one of theirs. Their word alone opens
 * them no second vote; it stands before everybody who confirms what became of papers.
 */
@Injectable()
export class DisownPaper {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Said again it stands as it was said first.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PAPER_NOT_USED, VOTING_CLOSED, PAPER_TOO_LATE,
   *   PAPER_CONFIRMED, PAPER_NOT_HANDED_OUT where the list has none of theirs
   */
  async execute(
    actor: Actor,
    { proposalId }: { readonly proposalId: string },
  ): Promise<{ proposalId: string }> {
    permit(actor, 'paper.disown');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member votes');
    return this.unitOfWork.run(actor, async (tx) => {
      await requireUncounted(tx, proposalId);
      if (!(await handedPaperStore.isOnPaper(tx, proposalId, memberId))) {
        const message = 'The list has no paper of yours.';
        throw votingErrors.error('PAPER_NOT_HANDED_OUT', message, { path: ['proposalId'] });
      }
      if (await handedPaperStore.disown(tx, proposalId, memberId)) {
        tx.announce(PaperChanged.of(proposalId, { proposalId, memberId, to: 'disowned' }));
      }
      return { proposalId };
    });
  }
}
