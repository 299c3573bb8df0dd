import type { Actor, Tx } from '@rochdale/platform';
import { expensesErrors } from '../expenses.errors.js';
import type { ExpenseRecord } from './expense.store.js';
import { expenseStore } from './expense.store.js';

/** @throws CodedError EXPENSE_NOT_FOUND */
export async function lockExpense(tx: Tx, expenseId: string): Promise<ExpenseRecord> {
  const expense = await expenseStore.lock(tx, expenseId);
  if (expense === null) throw noSuchExpense();
  return expense;
}

/**
 * The actor's own expense, locked.
 *
 * @throws CodedError EXPENSE_NOT_FOUND also for somebody else's draft, EXPENSE_NOT_YOURS
 */
export async function lockOwnExpense(
  tx: Tx,
  actor: Actor,
  expenseId: string,
): Promise<ExpenseRecord> {
  const expense = await lockExpense(tx, expenseId);
  if (expense.submitterMemberId === actor.memberId) return expense;
  if (expense.status === 'draft') throw noSuchExpense();
  throw expensesErrors.error('EXPENSE_NOT_YOURS', 'Only who submitted it does this.', {
    path: ['expenseId'],
  });
}

function noSuchExpense(): Error {
  return expensesErrors.error('EXPENSE_NOT_FOUND', 'There is no such expense.', {
    path: ['expenseId'],
  });
}
