import type { Actor } from '@rochdale/platform';
import { canBecome } from '../expense/expense.js';
import type { ExpenseRecord } from '../expense/expense.store.js';

/**
 * Why the actor does not decline an expense that they see; null when they may. What they handed in
 * themselves they take back, if anything.
 */
export function whyNotDecline(
  { memberId }: Pick<Actor, 'memberId'>,
  expense: Pick<ExpenseRecord, 'payeeKind' | 'payeeId' | 'submitterMemberId' | 'status'>,
): 'EXPENSE_NOT_YOURS' | 'EXPENSE_STATUS_CONFLICT' | null {
  const { payeeKind, payeeId, submitterMemberId, status } = expense;
  const isForThem = memberId !== null && payeeKind === 'member' && payeeId === memberId;
  if (!isForThem || submitterMemberId === memberId) return 'EXPENSE_NOT_YOURS';
  return canBecome(status, 'rejected') ? null : 'EXPENSE_STATUS_CONFLICT';
}
