import type { Actor, Tx } from '@rochdale/platform';
import { readsOtherwise } from '@rochdale/platform';
import { statusConflict } from '../expense/expense.js';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { expensesErrors } from '../expenses.errors.js';
import { ExpenseRejected } from '../expenses.events.js';
import { whyNotRefuse } from './approver.js';

export interface RefuseExpenseInput {
  readonly expenseId: string;
  readonly reason: string;
}

/** @throws CodedError REASON_REQUIRED */
export function readReason({ reason }: RefuseExpenseInput): string {
  const text = reason.trim();
  if (text === '' || text.length > 2000 || readsOtherwise(text)) {
    const message = 'Say why, in at most 2,000 characters.';
    throw expensesErrors.error('REASON_REQUIRED', message, { path: ['reason'] });
  }
  return text;
}

/** @throws CodedError EXPENSE_STATUS_CONFLICT, EXPENSE_NEEDS_VOTE, APPROVER_ROLE_REQUIRED */
export function requireRefuser(
  actor: Actor,
  expense: ExpenseRecord,
  to: 'rejected' | 'needs-information',
): void {
  const reason = whyNotRefuse(actor, expense, to);
  if (reason === null) return;
  if (reason === 'EXPENSE_STATUS_CONFLICT') throw statusConflict(expense.status, to);
  const message =
    reason === 'EXPENSE_NEEDS_VOTE'
      ? 'The members vote on an expense of this size.'
      : 'This is for another holder of the office that approves it.';
  throw expensesErrors.error(reason, message, { path: ['expenseId'] });
}

export function announceRejection(
  tx: Tx,
  expenseId: string,
  by: 'role' | 'vote' | 'payee' | 'payee-gone',
): void {
  tx.announce(ExpenseRejected.of(expenseId, { expenseId, by }));
}
