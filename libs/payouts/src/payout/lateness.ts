import { daysLater } from '@rochdale/platform';
import type { PayoutState } from './payout.js';

/**
 * A transfer takes a banking day, a weekend with a holiday three days more, and somebody has to
 * take the file to the bank: what is not debited after seven days was forgotten, or lost.
 */
export const debitWithinDays = 7;

const onItsWay: ReadonlySet<PayoutState> = new Set([
  'reserved',
  'submitting',
  'submitted',
  'unknown',
]);

/** By when a released payout should have been debited; null for one that is not on its way. */
export function debitExpectedBy(payout: {
  readonly state: PayoutState;
  readonly releasedAt: Date | null;
}): Date | null {
  if (!onItsWay.has(payout.state) || payout.releasedAt === null) return null;
  return daysLater(payout.releasedAt, debitWithinDays);
}

/** Whether somebody has to look after it: on its way for longer than a debit takes. */
export function isLate(payout: Parameters<typeof debitExpectedBy>[0], now: Date): boolean {
  const expectedBy = debitExpectedBy(payout);
  return expectedBy !== null && expectedBy <= now;
}
