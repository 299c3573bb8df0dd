import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { PaperChanged, PapersHandedOut } from '../voting.events.js';
import { requireOfOthers, returnable, severalOf } from './handed-paper.js';
import { handedPaperStore } from './handed-paper.store.js';
import { requireUncounted } from './held-papers.js';

export interface ReturnPapersInput {
  readonly proposalId: string;
  readonly memberIds: readonly string[];
  /** Whether they did not come back: they are out again. */
  readonly isRefused: boolean;
}

/**
 * A second person has papers before them, unused, that somebody took back: whoever had them may
 * vote otherwise from then on. Or says that it is not so.
 */
@Injectable()
export class ReturnPapers {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * All of them, or nobody's. To confirm it twice is to confirm it once.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PAPER_NOT_USED, VOTING_CLOSED, PAPER_TOO_LATE,
   *   PAPER_CONFIRMED, PAPER_NOT_TAKEN_BACK, PAPER_NEEDS_ANOTHER for who took them back, and of
   *   one's own, PAPER_NUMBERS_DIFFER for nobody, and for too many at once
   */
  async execute(actor: Actor, input: ReturnPapersInput): Promise<{ proposalId: string }> {
    permit(actor, 'paper.confirm');
    const { proposalId } = input;
    const { memberId } = actor;
    if (memberId === null) throw new Error('an officer is a member');
    const memberIds = severalOf(input.memberIds);
    requireOfOthers(input.memberIds, memberId);
    return this.unitOfWork.run(actor, async (tx) => {
      await requireUncounted(tx, proposalId);
      const papers = await handedPaperStore.last(tx, proposalId, memberIds);
      // Whoever took them back may say themselves that they did not.
      const of = returnable(papers, input.memberIds, input.isRefused ? null : memberId);
      if (input.isRefused) await handedPaperStore.refuse(tx, proposalId, of, memberId);
      else await handedPaperStore.giveBack(tx, proposalId, of, memberId);
      tellOf(tx, proposalId, of, input.isRefused ? 'refused' : 'returned');
      return { proposalId };
    });
  }
}

function tellOf(
  tx: Tx,
  proposalId: string,
  of: readonly string[],
  to: 'refused' | 'returned',
): void {
  for (const memberId of of) {
    tx.announce(PaperChanged.of(proposalId, { proposalId, memberId, to }));
  }
  if (to === 'refused' || of.length === 0) return;
  tx.announce(PapersHandedOut.of(proposalId, { proposalId, papers: -of.length }));
}
