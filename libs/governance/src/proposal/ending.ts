import type { Tx } from '@rochdale/platform';
import { DraftDiscarded, ProposalCancelled } from '../governance.events.js';
import type { ProposalRecord } from './proposal.store.js';
import { proposalStore } from './proposal.store.js';

/**
 * Ends a locked proposal before it is decided, in the caller's transaction. `code` says why a rule
 * ended it.
 *
 * @throws CodedError PROPOSAL_STATUS_CONFLICT when it is decided already
 */
export async function endUndecided(
  tx: Tx,
  proposal: ProposalRecord,
  by: 'secretary' | 'proposer' | 'subject' | 'rule',
  reason: string | null,
  code?: string,
): Promise<void> {
  const to = by === 'proposer' ? 'withdrawn' : 'cancelled';
  await proposalStore.end(tx, proposal.id, proposal.state, to, reason);
  const { id, subjectKind, subjectId } = proposal;
  const told = { proposalId: id, subjectKind, subjectId, by };
  tx.announce(
    proposal.state === 'draft'
      ? DraftDiscarded.of(id, told)
      : ProposalCancelled.of(id, code === undefined ? told : { ...told, code }),
  );
}
