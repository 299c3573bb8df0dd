import type { CodedError, Tx } from '@rochdale/platform';
import { ballotStore } from '../ballot/ballot.store.js';
import type { VotingPlace } from '../ballot/ballot.store.js';
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
  if (place === null) throw await whyNoPlace(tx, proposalId);
  if (place.isOver) throw votingClosed();
  if (place.closesAt > tx.now) return place;
  if (place.rule.lateQuorum === null || place.isExtended) throw votingClosed();
  return 'late';
}

async function whyNoPlace(tx: Tx, proposalId: string): Promise<CodedError> {
  const path = ['proposalId'];
  const vote = await ballotStore.findVote(tx, proposalId);
  if (vote === null || !vote.isAnnounced) {
    return votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such proposal.', { path });
  }
  if (vote.isToOpen) {
    const message = 'Voting on this proposal has not opened yet.';
    return votingErrors.error('VOTING_NOT_OPEN', message, { path });
  }
  if (!vote.isOpen) return votingClosed();
  const message = 'You were not in the electorate when voting opened.';
  return votingErrors.error('NOT_IN_ELECTORATE', message, { path });
}

function votingClosed(): CodedError {
  return votingErrors.error('VOTING_CLOSED', 'Voting on this proposal is not open.', {
    path: ['proposalId'],
  });
}
