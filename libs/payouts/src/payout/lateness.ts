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

/** What was released by then and is still on its way is late now. */
export function lateWhenReleasedBy(now: Date): Date {
  return daysLater(now, -debitWithinDays);
}

/** Whether somebody has to look after it: on its way for longer than a debit takes. */
export function isLate(payout: Parameters<typeof debitExpectedBy>[0], now: Date): boolean {
  const expectedBy = debitExpectedBy(payout);
  return expectedBy !== null && expectedBy <= now;
}

/** A late payout, as far as it is told of. */
export interface LatePayout {
  readonly id: string;
  readonly paymentFileId: string | null;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly releasedAt: Date | null;
}

/** What somebody looks after in one go: all of a file, or a payout of a provider. */
export interface LateTogether {
  readonly payoutIds: readonly string[];
  readonly paymentFileId: string | null;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly releasedAt: Date | null;
}

/** Late payouts by the file that carries them; one that no file carries is by itself. */
export function lateTogether(late: readonly LatePayout[]): LateTogether[] {
  const groups = new Map<string, LateTogether>();
  const inOrder = late.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  for (const { id, paymentFileId, amountMinor, currency, releasedAt } of inOrder) {
    const key = paymentFileId ?? id;
    const group = groups.get(key) ?? {
      payoutIds: [],
      paymentFileId,
      amountMinor: 0n,
      currency,
      releasedAt,
    };
    groups.set(key, {
      ...group,
      payoutIds: [...group.payoutIds, id],
      amountMinor: group.amountMinor + amountMinor,
    });
  }
  return [...groups.values()];
}
