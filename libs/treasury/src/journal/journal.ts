import { isFundCode, isMemberAccountCode, isOwedAccountCode } from '@rochdale/ledger';
import type { Source } from '@rochdale/ledger';
import { parseChartKey } from '../chart/chart-key.js';
import type { ChartKey } from '../chart/chart-key.js';
import { treasuryErrors } from '../treasury.errors.js';

export const journalKind = 'journal';

/** Journal entries have nothing behind them but themselves. */
export function journalSource(idempotencyKey: string): Source {
  return { kind: journalKind, id: idempotencyKey };
}

/**
 * The account of a line. What is in a fund is for the fund, which has a limit and can be closed;
 * what members owe is the sum of their invoices, and what is owed that of expenses and statements.
 *
 * @throws CodedError INVALID_CHART_KEY for what is no key, and for those accounts
 */
export function journalKey(key: string, path: readonly string[]): ChartKey {
  const parsed = parseChartKey(key, path);
  if (isFundCode(parsed)) {
    const message = 'Money is set aside in a fund, and given back, by an allocation.';
    throw treasuryErrors.error('INVALID_CHART_KEY', message, { path });
  }
  if (isMemberAccountCode(parsed)) {
    const message = 'What members owe and have is moved by invoices, payments and credits.';
    throw treasuryErrors.error('INVALID_CHART_KEY', message, { path });
  }
  if (isOwedAccountCode(parsed)) {
    const message = 'What is owed to members and partners is moved by expenses and their payouts.';
    throw treasuryErrors.error('INVALID_CHART_KEY', message, { path });
  }
  return parsed;
}
