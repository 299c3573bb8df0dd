import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import type { ExpenseView } from '../expense/expense.queries.js';
import { canBecome } from '../expense/expense.js';

/** What the rows of an expense do not say by themselves. */
export interface Waivable {
  /** Its payout was released, or its money is out. */
  readonly isBeingPaid: boolean;
  /** It pays a member who was erased. */
  readonly isOfErased: boolean;
}

/** Whether it pays this member: what is owed to partners is no person's to give. */
function isOwedTo(
  { memberId }: Pick<Actor, 'memberId'>,
  { payeeKind, payeeId }: Pick<ExpenseView, 'payeeKind' | 'payeeId'>,
): boolean {
  return memberId !== null && payeeKind === 'member' && payeeId === memberId;
}

/** Why the actor does not waive an expense that they see; null when they may. */
export function whyNotWaive(
  actor: Actor,
  expense: Pick<ExpenseView, 'payeeKind' | 'payeeId' | 'status'>,
  { isBeingPaid, isOfErased }: Waivable,
): 'EXPENSE_NOT_YOURS' | 'EXPENSE_STATUS_CONFLICT' | 'EXPENSE_BEING_PAID' | null {
  const isForClerks = isOfErased && may(actor, 'expense.waive-of-erased').allowed;
  if (!isOwedTo(actor, expense) && !isForClerks) return 'EXPENSE_NOT_YOURS';
  if (!canBecome(expense.status, 'waived')) return 'EXPENSE_STATUS_CONFLICT';
  return isBeingPaid ? 'EXPENSE_BEING_PAID' : null;
}
