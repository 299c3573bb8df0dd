import type { Source } from '@rochdale/ledger';
import { whyNotByHand } from '../chart/by-hand.js';
import { parseChartKey } from '../chart/chart-key.js';
import type { ChartKey } from '../chart/chart-key.js';
import { treasuryErrors } from '../treasury.errors.js';

export const journalKind = 'journal';

/** Journal entries have nothing behind them but themselves. */
export function journalSource(idempotencyKey: string): Source {
  return { kind: journalKind, id: idempotencyKey };
}

/**
 * The account of a line.
 *
 * @throws CodedError INVALID_CHART_KEY for what is no key, and for what is not booked by hand
 */
export function journalKey(key: string, path: readonly string[]): ChartKey {
  const parsed = parseChartKey(key, path);
  const reason = whyNotByHand(parsed);
  if (reason !== null) throw treasuryErrors.error('INVALID_CHART_KEY', reason, { path });
  return parsed;
}
