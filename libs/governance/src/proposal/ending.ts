import type { Tx } from '@rochdale/platform';
import { DraftDiscarded, ProposalCancelled } from '../governance.events.js';
import type { ProposalRecord } from './proposal.store.js';
import { proposalStore } from './proposal.store.js';

/**
 * Ends a locked proposal before it is decided, in the caller's transaction.
 *
 * @throws CodedError PROPOSAL_STATUS_CONFLICT when it is decided already
 */
export async function endUndecided(
  tx: Tx,
  proposal: ProposalRecord,
  by: 'secretary' | 'proposer' | 'subject' | 'rule',
  reason: string | null,
): Promise<void> {
  const to = by === 'proposer' ? 'withdrawn' : 'cancelled';
  await proposalStore.end(tx, proposal.id, proposal.state, to, reason);
  const ended = proposal.state === 'draft' ? DraftDiscarded : ProposalCancelled;
  tx.announce(
    ended.of(proposal.id, {
      proposalId: proposal.id,
      subjectKind: proposal.subjectKind,
      subjectId: proposal.subjectId,
      by,
    }),
  );
}
