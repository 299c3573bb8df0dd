import type { Source } from '@rochdale/ledger';

export const journalKind = 'journal';

/** Journal entries have nothing behind them but themselves. */
export function journalSource(idempotencyKey: string): Source {
  return { kind: journalKind, id: idempotencyKey };
}
