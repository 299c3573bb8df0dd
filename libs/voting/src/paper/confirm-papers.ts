import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { votingErrors } from '../voting.errors.js';
import { PapersConfirmed } from '../voting.events.js';
import { CloseDueProposal } from '../voting.jobs.js';
import { handedPaperStore } from './handed-paper.store.js';
import { heldPapers, requireInTime } from './held-papers.js';
import { paperStore } from './paper.store.js';
import type { KeptCount } from './paper.store.js';

export interface ConfirmPapersInput {
  readonly proposalId: string;
  /** Of what they have before them: nothing else is confirmed. */
  readonly contentHash: string;
}

/** A second person confirms papers as they were entered: from then on they count, for good. */
@Injectable()
export class ConfirmPapers {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * The vote is decided by a worker right after.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PAPER_NOT_USED, VOTING_CLOSED, PAPER_TOO_LATE,
   *   PAPER_NOT_ENTERED, PAPER_CONFIRMED, PAPER_NEEDS_ANOTHER for who entered them, PAPER_CHANGED
   *   where they were entered anew, or papers came back since
   */
  async execute(actor: Actor, input: ConfirmPapersInput): Promise<{ proposalId: string }> {
    permit(actor, 'paper.confirm');
    const { memberId } = actor;
    if (memberId === null) throw new Error('an officer is a member');
    const { proposalId, contentHash } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const vote = await heldPapers(tx, proposalId);
      await requireInTime(tx, vote);
      const count = await paperStore.find(tx, proposalId);
      requireConfirmable(count, memberId, contentHash);
      await requireReturnedAsListed(tx, proposalId, count?.returned ?? 0);
      await paperStore.confirm(tx, proposalId, memberId, contentHash);
      tx.enqueue(
        CloseDueProposal,
        { cooperativeId: tx.cooperativeId, proposalId },
        { key: `${proposalId}:papers` },
      );
      tx.announce(PapersConfirmed.of(proposalId, { proposalId }));
      return { proposalId };
    });
  }
}

function requireConfirmable(count: KeptCount | null, memberId: string, hash: string): void {
  const path = ['proposalId'];
  if (count === null) {
    const message = 'Nobody entered what its papers say.';
    throw votingErrors.error('PAPER_NOT_ENTERED', message, { path });
  }
  if (count.confirmedAt !== null) {
    const message = 'Its papers are confirmed already.';
    throw votingErrors.error('PAPER_CONFIRMED', message, { path });
  }
  if (count.enteredBy === memberId) {
    const message = 'Whoever entered them does not confirm them: another person does.';
    throw votingErrors.error('PAPER_NEEDS_ANOTHER', message, { path });
  }
  if (count.contentHash === hash) return;
  const message = 'They were entered anew since: look at what they say now.';
  throw votingErrors.error('PAPER_CHANGED', message, { path: ['contentHash'] });
}

/** What two people said since of papers that came back is in no protocol from before. */
async function requireReturnedAsListed(tx: Tx, proposalId: string, stated: number): Promise<void> {
  if ((await handedPaperStore.sums(tx, proposalId)).returned === stated) return;
  const message = 'Papers came back since they were entered: they are entered anew.';
  throw votingErrors.error('PAPER_CHANGED', message, { path: ['proposalId'] });
}
