import type { Tx } from '@rochdale/platform';
import type { NewAction } from '../action/action.store.js';
import { expulsionKind } from './appeal.js';
import { AppealTermBegan } from './appeal.events.js';

/**
 * Tells whom the members want to expel until when they may appeal, in the transaction that decided
 * it: as long as it waits. Under a rule that has nothing wait there is no time to.
 */
export function tellAppealTerm(
  tx: Tx,
  proposalId: string,
  actions: readonly NewAction[],
  executeAt: Date,
): void {
  const memberId = actions.find(({ kind }) => kind === expulsionKind)?.aboutMemberId ?? null;
  if (memberId === null || executeAt <= tx.now) return;
  const until = executeAt.toISOString();
  tx.announce(AppealTermBegan.of(proposalId, { proposalId, memberId, until, isAnew: false }));
}
