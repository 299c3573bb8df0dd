import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { ballotStore } from '../ballot/ballot.store.js';
import { ballotReceipt } from '../proof/receipt.js';
import type { VoteRule } from '../rule/vote-rule.js';
import { votingErrors } from '../voting.errors.js';
import { BallotTakenBack } from '../voting.events.js';
import { ConsiderEarlyClose } from '../voting.jobs.js';
import { extendIfLate } from './extending.js';
import { heldPlace, inTime } from './held-place.js';

export interface TakenBack {
  readonly proposalId: string;
  /** Of the ballot that counts no more. */
  readonly receipt: string;
}

/**
 * A member takes their ballot back while voting is open, where the rule lets them: it stays on
 * record and counts no more, and they may vote anew.
 */
@Injectable()
export class TakeBackBallot {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Said again it answers the same, and does nothing.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, VOTING_NOT_OPEN, VOTING_CLOSED, NOT_IN_ELECTORATE,
   *   BALLOT_STANDS where the rule has ballots stand, BALLOT_NOT_CAST
   */
  async execute(actor: Actor, { proposalId }: { readonly proposalId: string }): Promise<TakenBack> {
    permit(actor, 'ballot.cast');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member votes');
    return inTime(
      () => this.#takeBack(actor, proposalId, memberId),
      () => this.unitOfWork.run(actor, (tx) => extendIfLate(tx, proposalId)),
    );
  }

  #takeBack(actor: Actor, proposalId: string, memberId: string): Promise<TakenBack | 'late'> {
    return this.unitOfWork.run(actor, async (tx) => {
      const place = await heldPlace(tx, proposalId, memberId);
      if (place === 'late') return place;
      const { rule, at } = place;
      if (rule.mayTakeBack !== true) {
        const message = 'By its policy a ballot in this vote stands, and can only be cast anew.';
        throw votingErrors.error('BALLOT_STANDS', message, { path: ['proposalId'] });
      }
      const taken = await ballotStore.takeBack(tx, proposalId, memberId, at);
      const ballot = taken ?? (await ballotStore.lastTakenBack(tx, proposalId, memberId));
      if (ballot === null) {
        const message = 'You have no ballot in this vote.';
        throw votingErrors.error('BALLOT_NOT_CAST', message, { path: ['proposalId'] });
      }
      const { id: ballotId, ...said } = ballot;
      if (taken !== null) tellOf(tx, rule, { proposalId, ballotId, memberId });
      const facts = { ...said, ballotId, proposalId, memberId };
      return { proposalId, receipt: ballotReceipt(facts, rule, place) };
    });
  }
}

function tellOf(
  tx: Tx,
  { earlyClose }: VoteRule,
  told: { readonly proposalId: string; readonly ballotId: string; readonly memberId: string },
): void {
  const { proposalId } = told;
  // A block that is gone may end a vote. What was certain with the ballot is looked at again too.
  if (earlyClose !== null) {
    tx.enqueue(ConsiderEarlyClose, { cooperativeId: tx.cooperativeId, proposalId });
  }
  tx.announce(BallotTakenBack.of(proposalId, told));
}
