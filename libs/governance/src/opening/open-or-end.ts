import { erasedAmong } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import { CodedError } from '@rochdale/platform';
import { ProposalNotOpened } from '../governance.events.js';
import { candidateStore } from '../proposal/candidate.store.js';
import { endUndecided } from '../proposal/ending.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import type { ProposalOpening, ProposalProgress } from './proposal-opening.js';

/** What keeps a proposal from opening for good: its policy as it is now, or that nobody votes. */
const hindrances: readonly string[] = [
  'ACTION_KIND_UNKNOWN',
  'ACTION_POLICY_TOO_WEAK',
  'ACTION_POLICY_UNFIT',
  'ACTION_STANDS_ALONE',
  'BUFFER_NOT_HELD',
  'ELECTION_NEEDS_OFFICE',
  'ELECTION_WITHOUT_CANDIDATES',
  'ELECTORATE_EMPTY',
  'ELECTORATE_TOO_SMALL',
  'POLICY_NOT_FOUND',
  'PROPOSAL_CANDIDATE_GONE',
  'PROPOSAL_NEEDS_GROUP',
  'PROPOSAL_NEEDS_SECONDER',
  'PROPOSAL_OPTIONS_INVALID',
  'URGENCY_NEEDS_REASON',
  'VOTING_PERIOD_TOO_LONG',
  'VOTING_PERIOD_TOO_SHORT',
  'WEIGHT_TOO_LARGE',
];

/** Told to others of a vote on persons, whatever it was. */
const unsaid = { code: 'PROPOSAL_NOT_OPENED', message: 'It could not be opened.' } as const;

/**
 * Opens a locked proposal that nobody is there to be told about; where it cannot open, it ends as
 * cancelled and says why. In the caller's transaction.
 */
export async function openOrEnd(
  tx: Tx,
  opening: ProposalOpening,
  proposal: ProposalRecord,
): Promise<ProposalProgress> {
  try {
    return await opening.open(tx, proposal);
  } catch (error) {
    if (!(error instanceof CodedError) || !hindrances.includes(error.code)) throw error;
    // Each is found before anything of the vote is written.
    const { id, proposerMemberId: memberId } = proposal;
    if (memberId !== null && !(await erasedAmong(tx, [memberId])).has(memberId)) {
      tx.announce(ProposalNotOpened.of(id, { proposalId: id, memberId, code: error.code }));
    }
    // Beside those who are on the list, it would say of who is not why: its author alone reads it.
    const isOfPersons = (await candidateStore.of(tx, id)).length > 0;
    const { code, message } = isOfPersons ? unsaid : error;
    await endUndecided(tx, proposal, 'rule', message, code);
    return { proposalId: proposal.id, state: 'cancelled', closesAt: null };
  }
}
