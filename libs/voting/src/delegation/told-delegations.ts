import type { Tx } from '@rochdale/platform';
import { DelegationEnded, DelegationGiven } from '../voting.events.js';
import type { DelegationRow } from './delegation.store.js';

/** One of the two, and nothing of the other: what is on record of each is about them alone. */
const sidesOf = ({ id, memberId, delegateId, scopeKind: scope, scopeId }: DelegationRow) => {
  const proposalId = scope === 'proposal' || scope === 'proxy' ? scopeId : null;
  const told = { delegationId: id, scope, proposalId };
  return [
    { ...told, memberId, as: 'delegator' as const },
    { ...told, memberId: delegateId, as: 'delegate' as const },
  ];
};

/** Puts on record that somebody has another vote for them. */
export function announceGiven(tx: Tx, given: DelegationRow): void {
  for (const told of sidesOf(given)) tx.announce(DelegationGiven.of(given.id, told));
}

/**
 * Puts on record what of delegations is over, and why.
 *
 * @param byId who ended it, or is gone: the other one is written to; null for neither of the two
 * @param isForgotten whether nothing is to be on record of that one any more
 */
export function announceEnded(
  tx: Tx,
  ended: readonly DelegationRow[],
  because: 'replaced' | 'revoked' | 'standing' | 'group-closed',
  byId: string | null,
  isForgotten = false,
): void {
  for (const one of ended) {
    for (const told of sidesOf(one)) {
      const byOneself = told.memberId === byId;
      if (byOneself && isForgotten) continue;
      tx.announce(DelegationEnded.of(one.id, { ...told, because, byOneself }));
    }
  }
}
