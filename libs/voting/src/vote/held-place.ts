import type { CodedError, Tx } from '@rochdale/platform';
import { ballotStore } from '../ballot/ballot.store.js';
import type { HeldVote, VoteSeen, VotingPlace } from '../ballot/ballot.store.js';
import { votingErrors } from '../voting.errors.js';

/**
 * What a voter does, and once more where the vote turns out to go on: its quorum may have come
 * late, and no worker has let it go on yet.
 *
 * @throws CodedError VOTING_CLOSED
 */
export async function inTime<Result>(
  attempt: () => Promise<Result | 'late'>,
  goesOn: () => Promise<boolean>,
): Promise<Result> {
  const result = await attempt();
  if (result !== 'late') return result;
  const again = (await goesOn()) ? await attempt() : 'late';
  if (again === 'late') throw votingClosed();
  return again;
}

/**
 * The voter's place in a vote that is open, held until the caller's transaction ends. `late` where
 * its time is over, and its quorum may have come late.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND, VOTING_NOT_OPEN, VOTING_CLOSED, NOT_IN_ELECTORATE
 */
export async function heldPlace(
  tx: Tx,
  proposalId: string,
  memberId: string,
): Promise<VotingPlace | 'late'> {
  const place = await ballotStore.takePlace(tx, proposalId, memberId);
  if (place !== null) return timely(tx, place);
  await openVote(tx, proposalId);
  const message = 'You were not in the electorate when voting opened.';
  throw votingErrors.error('NOT_IN_ELECTORATE', message, { path: ['proposalId'] });
}

/**
 * A vote that is open, held as a place is: for who writes down what another gave, and is not told
 * whether that one may vote.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND, VOTING_NOT_OPEN, VOTING_CLOSED
 */
export async function heldVote(tx: Tx, proposalId: string): Promise<HeldVote | 'late'> {
  await openVote(tx, proposalId);
  return timely(tx, await ballotStore.holdVote(tx, proposalId));
}

/**
 * A vote as it looks to anybody, held by nobody.
 *
 * @throws CodedError PROPOSAL_NOT_FOUND, VOTING_NOT_OPEN, VOTING_CLOSED
 */
export async function openVote(tx: Tx, proposalId: string): Promise<VoteSeen> {
  const path = ['proposalId'];
  const vote = await ballotStore.findVote(tx, proposalId);
  if (vote === null || !vote.isThere) {
    throw votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such proposal.', { path });
  }
  if (vote.isToOpen) {
    const message = 'Voting on this proposal has not opened yet.';
    throw votingErrors.error('VOTING_NOT_OPEN', message, { path });
  }
  if (!vote.isOpen) throw votingClosed();
  return vote;
}

function timely<Held extends HeldVote>(tx: Tx, held: Held): Held | 'late' {
  if (held.isOver) throw votingClosed();
  if (held.closesAt > tx.now) return held;
  if (held.rule.lateQuorum === null || held.isExtended) throw votingClosed();
  return 'late';
}

function votingClosed(): CodedError {
  return votingErrors.error('VOTING_CLOSED', 'Voting on this proposal is not open.', {
    path: ['proposalId'],
  });
}
