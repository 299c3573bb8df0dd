import type { Tx } from '@rochdale/platform';
import { ProposalExpired } from '../governance.events.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { proposalStore } from '../proposal/proposal.store.js';

/** Whether the time in which a passed proposal had to be executed is over. */
export function isExpired({ executeBefore }: ProposalRecord, now: Date): boolean {
  return executeBefore !== null && executeBefore < now;
}

/** Ends a locked proposal that was not executed in time, in the caller's transaction. */
export async function expire(tx: Tx, proposal: ProposalRecord): Promise<'expired'> {
  const { id, state, subjectKind, subjectId } = proposal;
  await proposalStore.end(tx, id, state, 'expired', 'not executed in time');
  tx.announce(ProposalExpired.of(id, { proposalId: id, subjectKind, subjectId }));
  return 'expired';
}
