import type { Tx } from '@rochdale/platform';
import { chainStore } from './chain.store.js';
import { keptWarning } from './kept-warning.js';
import type { KeptWarning } from './kept-warning.js';
import { missingStatements } from './missing-statement.js';
import type { StatementDraft } from './statement.store.js';

/** The warning of a statement that does not begin where another ended; none when it does. */
export async function missingBefore(
  tx: Tx,
  account: { readonly id: string; readonly currency: string },
  { id, toDate }: StatementDraft,
): Promise<KeptWarning[]> {
  if (toDate === null) return [];
  const links = await chainStore.around(tx, account.id, toDate);
  return missingStatements(links)
    .filter((hole) => hole.beforeStatementId === id || hole.afterStatementId === id)
    .map((hole) => keptWarning.ofMissing(hole, account.currency));
}
