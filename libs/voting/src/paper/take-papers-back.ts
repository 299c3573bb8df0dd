import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { representativeStore } from '../representative/representative.store.js';
import { PaperChanged } from '../voting.events.js';
import { requireOfOthers, severalOf } from './handed-paper.js';
import { handedPaperStore } from './handed-paper.store.js';
import { requireUncounted } from './held-papers.js';

export interface TakePapersBackInput {
  readonly proposalId: string;
  readonly memberIds: readonly string[];
}

/**
 * An officer takes unused papers back. Whoever had one votes otherwise once a second person says
 * that it came back, and not before.
 */
@Injectable()
export class TakePapersBack {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Done twice it is done once; nothing is done of who has no paper.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PAPER_NOT_USED, VOTING_CLOSED, PAPER_TOO_LATE,
   *   PAPER_CONFIRMED, PAPER_NEEDS_ANOTHER of one's own and of an organisation that names one,
   *   PAPER_NUMBERS_DIFFER for nobody, and for too many at once
   */
  async execute(actor: Actor, input: TakePapersBackInput): Promise<{ proposalId: string }> {
    permit(actor, 'paper.record');
    const { proposalId } = input;
    const { memberId } = actor;
    if (memberId === null) throw new Error('an officer is a member');
    const memberIds = severalOf(input.memberIds);
    return this.unitOfWork.run(actor, async (tx) => {
      await requireUncounted(tx, proposalId);
      const own = await representativeStore.castable(tx, memberId, memberIds);
      requireOfOthers(input.memberIds, own);
      for (const of of await handedPaperStore.takeIn(tx, proposalId, memberIds, memberId)) {
        tx.announce(PaperChanged.of(proposalId, { proposalId, memberId: of, to: 'taken-back' }));
      }
      return { proposalId };
    });
  }
}
