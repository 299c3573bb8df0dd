import type { Tx } from '@rochdale/platform';
import { DelegationEnded } from '../voting.events.js';
import type { DelegationRow } from './delegation.store.js';

/** Puts on record what of delegations is over, and why. */
export function announceEnded(
  tx: Tx,
  ended: readonly DelegationRow[],
  because: 'replaced' | 'revoked' | 'standing',
): void {
  for (const { id, memberId, delegateId, scopeKind: scope, scopeId } of ended) {
    const proposalId = scope === 'proposal' ? scopeId : null;
    const told = { delegationId: id, memberId, delegateId, scope, proposalId };
    tx.announce(DelegationEnded.of(id, { ...told, because }));
  }
}
