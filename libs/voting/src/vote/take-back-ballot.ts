import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { ballotStore } from '../ballot/ballot.store.js';
import type { Taking } from '../ballot/ballot.store.js';
import { ballotReceipt } from '../proof/receipt.js';
import { isTold } from '../rule/vote-rule.js';
import type { VoteRule } from '../rule/vote-rule.js';
import { votingErrors } from '../voting.errors.js';
import { BallotTakenBack } from '../voting.events.js';
import { ConsiderEarlyClose } from '../voting.jobs.js';
import { extendIfLate } from './extending.js';
import { heldPlace, inTime } from './held-place.js';

export interface TakeBackBallotInput {
  readonly proposalId: string;
  /** The one that is meant: no other that was cast since. Left out: whichever counts. */
  readonly ballotId?: string | null;
}

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
   *   BALLOT_STANDS where the rule has ballots stand, BALLOT_NOT_CAST, BALLOT_CAST_ANEW where
   *   another ballot than the one that is named counts by now
   */
  async execute(actor: Actor, input: TakeBackBallotInput): Promise<TakenBack> {
    permit(actor, 'ballot.cast');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member votes');
    const { proposalId, ballotId = null } = input;
    return inTime(
      () => this.#takeBack(actor, { proposalId, memberId, ballotId }),
      () => this.unitOfWork.run(actor, (tx) => extendIfLate(tx, proposalId)),
    );
  }

  #takeBack(actor: Actor, asked: Taking): Promise<TakenBack | 'late'> {
    const { proposalId, memberId } = asked;
    return this.unitOfWork.run(actor, async (tx) => {
      const place = await heldPlace(tx, proposalId, memberId);
      if (place === 'late') return place;
      const { rule, at } = place;
      if (rule.mayTakeBack !== true) {
        const message = 'By its policy a ballot in this vote stands, and can only be cast anew.';
        throw votingErrors.error('BALLOT_STANDS', message, { path: ['proposalId'] });
      }
      const taken = await ballotStore.takeBack(tx, asked, at);
      if (taken === null) await requireNone(tx, asked);
      const ballot = taken ?? (await ballotStore.lastTakenBack(tx, asked));
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

/** What stands though one was named that is gone was cast since, and is nobody's to take back. */
async function requireNone(tx: Tx, { proposalId, memberId }: Taking): Promise<void> {
  if ((await ballotStore.ownMark(tx, proposalId, memberId)) === undefined) return;
  const message = 'You cast another ballot since, and it stands. Take that one back, if you wish.';
  throw votingErrors.error('BALLOT_CAST_ANEW', message, { path: ['ballotId'] });
}

function tellOf(
  tx: Tx,
  rule: VoteRule,
  told: { readonly proposalId: string; readonly ballotId: string; readonly memberId: string },
): void {
  const { proposalId } = told;
  // A block that is gone may end a vote. What was certain with the ballot is looked at again too.
  if (rule.earlyClose !== null) {
    tx.enqueue(ConsiderEarlyClose, { cooperativeId: tx.cooperativeId, proposalId });
  }
  tx.announce(
    isTold(rule)
      ? BallotTakenBack.of(proposalId, told)
      : BallotTakenBack.privately(proposalId, told),
  );
}
