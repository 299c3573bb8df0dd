import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { representativeStore } from '../representative/representative.store.js';
import { PaperChanged, PapersHandedOut } from '../voting.events.js';
import { CloseDueProposal } from '../voting.jobs.js';
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
   *   PAPER_CONFIRMED, PAPER_NOT_TAKEN_BACK, PAPER_NEEDS_ANOTHER for who took them back, of one's
   *   own and of an organisation that names one, PAPER_NUMBERS_DIFFER for nobody, and for too many
   *   at once
   */
  async execute(actor: Actor, input: ReturnPapersInput): Promise<{ proposalId: string }> {
    permit(actor, 'paper.confirm');
    const { proposalId } = input;
    const { memberId } = actor;
    if (memberId === null) throw new Error('an officer is a member');
    const memberIds = severalOf(input.memberIds);
    return this.unitOfWork.run(actor, async (tx) => {
      const vote = await requireUncounted(tx, proposalId);
      const own = await representativeStore.castable(tx, memberId, memberIds);
      requireOfOthers(input.memberIds, own);
      const papers = await handedPaperStore.last(tx, proposalId, memberIds);
      // Whoever took them back may say themselves that they did not.
      const of = returnable(papers, input.memberIds, input.isRefused ? null : memberId);
      if (input.isRefused) await handedPaperStore.refuse(tx, proposalId, of, memberId);
      else await handedPaperStore.giveBack(tx, proposalId, of, memberId);
      await closeUnlessAwaited(tx, proposalId, vote.closesAt);
      tellOf(tx, proposalId, of, input.isRefused ? 'refused' : 'returned');
      return { proposalId };
    });
  }
}

/** When the last paper came back that a vote waited for, it is decided by a worker right after. */
async function closeUnlessAwaited(tx: Tx, proposalId: string, closesAt: Date): Promise<void> {
  if (closesAt > tx.now) return;
  const { handedOut, returned } = await handedPaperStore.sums(tx, proposalId);
  if (handedOut > returned) return;
  tx.enqueue(
    CloseDueProposal,
    { cooperativeId: tx.cooperativeId, proposalId },
    { key: `${proposalId}:returned` },
  );
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
