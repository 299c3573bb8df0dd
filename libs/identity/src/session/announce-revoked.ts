import type { Tx } from '@rochdale/platform';
import { SessionsRevoked } from '../identity.events.js';

/** Says which sessions ended before their time. Says nothing when there were none. */
export function announceRevoked(tx: Tx, accountId: string, sessionIds: readonly string[]): void {
  if (sessionIds.length === 0) return;
  tx.announce(SessionsRevoked.of(accountId, { accountId, sessionIds: [...sessionIds] }));
}
