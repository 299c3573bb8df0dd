import { Injectable } from '@nestjs/common';
import { assert, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { severalOf } from '../paper/handed-paper.js';
import { handedPaperStore } from '../paper/handed-paper.store.js';
import { requirePapers } from '../paper/held-papers.js';
import { paperStore } from '../paper/paper.store.js';
import { votingErrors } from '../voting.errors.js';
import { PaperChanged, PapersHandedOut } from '../voting.events.js';
import { heldPlace } from './held-place.js';

export interface HandOutPapersInput {
  readonly proposalId: string;
  readonly memberIds: readonly string[];
}

/**
 * An officer hands out papers. Who has one votes by it alone: one of both is refused, never counted
 * in place of the other.
 */
@Injectable()
export class HandOutPapers {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Done twice it is done once. All of them, or nobody.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PAPER_NOT_USED, VOTING_CLOSED, NOT_IN_ELECTORATE,
   *   PAPER_VOTER_HAS_VOTED where somebody has voted otherwise, PAPER_NUMBERS_DIFFER for nobody,
   *   and for too many at once
   */
  async execute(actor: Actor, input: HandOutPapersInput): Promise<{ proposalId: string }> {
    permit(actor, 'paper.record');
    const { proposalId } = input;
    const { memberId } = actor;
    if (memberId === null) throw new Error('an officer is a member');
    // Places are held in the order of ids, whoever hands out papers beside.
    const memberIds = severalOf(input.memberIds);
    return this.unitOfWork.run(actor, async (tx) => {
      await requirePapers(tx, proposalId);
      // Held while it is open: papers are entered after it.
      await holdPlaces(tx, proposalId, memberIds, input.memberIds);
      await requireNoBallot(tx, proposalId, memberIds, input.memberIds);
      const to = await handedPaperStore.handOut(tx, proposalId, memberIds, memberId);
      const papers = to.length;
      for (const of of to) {
        tx.announce(PaperChanged.of(proposalId, { proposalId, memberId: of, to: 'handed-out' }));
      }
      if (papers > 0) tx.announce(PapersHandedOut.of(proposalId, { proposalId, papers }));
      return { proposalId };
    });
  }
}

async function holdPlaces(
  tx: Tx,
  proposalId: string,
  memberIds: readonly string[],
  given: readonly string[],
): Promise<void> {
  for (const memberId of memberIds) {
    const place = await heldPlace(tx, proposalId, memberId).catch((error: { code?: string }) => {
      if (error.code !== 'NOT_IN_ELECTORATE') throw error;
      const message = 'They were not in the electorate when voting opened.';
      const path = ['memberIds', String(given.indexOf(memberId))];
      throw votingErrors.error('NOT_IN_ELECTORATE', message, { path });
    });
    assert(place !== 'late', 'a vote with papers waits for no late quorum');
  }
}

async function requireNoBallot(
  tx: Tx,
  proposalId: string,
  memberIds: readonly string[],
  given: readonly string[],
): Promise<void> {
  const voted = await paperStore.hasVoted(tx, proposalId, memberIds);
  const nth = given.findIndex((id) => voted.has(id));
  if (nth === -1) return;
  const message = 'They have voted already, and get no paper.';
  const path = ['memberIds', String(nth)];
  throw votingErrors.error('PAPER_VOTER_HAS_VOTED', message, { path });
}
