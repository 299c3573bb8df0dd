import type { Tx } from '@rochdale/platform';
import { formatDecimal } from '@rochdale/platform';
import { chainStore } from './chain.store.js';
import { missingStatements } from './missing-statement.js';
import type { StatementDraft } from './statement.store.js';

/** The warning of a statement that does not begin where another ended; none when it does. */
export async function missingBefore(
  tx: Tx,
  account: { readonly id: string; readonly currency: string },
  { id, toDate }: StatementDraft,
): Promise<object[]> {
  if (toDate === null) return [];
  const links = await chainStore.around(tx, account.id, toDate);
  const text = (minor: bigint): string => formatDecimal(minor, account.currency);
  return missingStatements(links).flatMap((hole) => {
    if (hole.beforeStatementId !== id && hole.afterStatementId !== id) return [];
    const message =
      `a statement is missing: the account closed with ${text(hole.closingMinor)} on ` +
      `${hole.afterDate} and opens with ${text(hole.openingMinor)} on ${hole.beforeDate}`;
    return [{ code: 'statement-missing', message, line: null }];
  });
}
