import { governanceErrors } from '../governance.errors.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';

/** How many are asked to write one draft with who proposes it. */
export const mostAuthors = 10;

const path = ['proposalId'];

/**
 * Whether its authors may still become others: who reads what is put forward knows by whom it is.
 * A hearing is one's own to ask for, and what a room put to the vote nobody wrote.
 *
 * @throws CodedError PROPOSAL_STATUS_CONFLICT, AUTHORS_NOT_TAKEN
 */
export function requireShared(
  proposal: Pick<ProposalRecord, 'state' | 'isHearing' | 'subjectKind' | 'proposerMemberId'>,
): void {
  if (proposal.state !== 'draft') {
    const message = 'It is a draft no more: those who wrote it are named with it.';
    throw governanceErrors.error('PROPOSAL_STATUS_CONFLICT', message, { path });
  }
  const { isHearing, subjectKind, proposerMemberId } = proposal;
  if (!isHearing && subjectKind === null && proposerMemberId !== null) return;
  const message = 'This is not written with others.';
  throw governanceErrors.error('AUTHORS_NOT_TAKEN', message, { path });
}

/** Also to who was asked and is no more: it tells nothing of the draft. */
export const notAsked = (field: 'memberId' | 'proposalId'): Error =>
  governanceErrors.error('AUTHOR_UNKNOWN', 'They are not asked to write it.', { path: [field] });
