import { isFundCode } from '@rochdale/ledger';
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
 * The account of a line. What is in a fund is for the fund, which has a limit and can be closed.
 *
 * @throws CodedError INVALID_CHART_KEY for what is no key, and for the account of a fund
 */
export function journalKey(key: string, path: readonly string[]): ChartKey {
  const parsed = parseChartKey(key, path);
  if (!isFundCode(parsed)) return parsed;
  const message = 'Money is set aside in a fund, and given back, by an allocation.';
  throw treasuryErrors.error('INVALID_CHART_KEY', message, { path });
}
