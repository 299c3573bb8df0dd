import type { Actor } from '@rochdale/platform';
import type { ExpenseView } from '../expense/expense.queries.js';
import { canBecome } from '../expense/expense.js';

/** Whether it pays this member: what is owed to partners is no person's to give. */
export function isOwedTo(
  { memberId }: Pick<Actor, 'memberId'>,
  { payeeKind, payeeId }: Pick<ExpenseView, 'payeeKind' | 'payeeId'>,
): boolean {
  return memberId !== null && payeeKind === 'member' && payeeId === memberId;
}

/**
 * Why the actor does not waive an expense that they see; null when they may.
 *
 * @param isBeingPaid whether its payout was released, or its money is out
 */
export function whyNotWaive(
  actor: Pick<Actor, 'memberId'>,
  view: Pick<ExpenseView, 'payeeKind' | 'payeeId' | 'status'>,
  isBeingPaid: boolean,
): 'EXPENSE_NOT_YOURS' | 'EXPENSE_STATUS_CONFLICT' | 'EXPENSE_BEING_PAID' | null {
  if (!isOwedTo(actor, view)) return 'EXPENSE_NOT_YOURS';
  if (!canBecome(view.status, 'waived')) return 'EXPENSE_STATUS_CONFLICT';
  return isBeingPaid ? 'EXPENSE_BEING_PAID' : null;
}
