import type { Tx } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { nominationStore } from './nomination.store.js';

/**
 * Whether members nominate in a locked proposal now, by the time and not by whether its job ran.
 *
 * @throws CodedError NOMINATIONS_CLOSED also of a vote that is no election
 */
export async function requireNominating(tx: Tx, proposal: ProposalRecord): Promise<void> {
  const { id, state, noticeUntil } = proposal;
  const isTime = state === 'notice' && noticeUntil !== null && noticeUntil > tx.now;
  if (isTime && (await nominationStore.lock(tx, id)) !== null) return;
  throw governanceErrors.error('NOMINATIONS_CLOSED', 'Nobody is nominated in this now.', {
    path: ['proposalId'],
  });
}
