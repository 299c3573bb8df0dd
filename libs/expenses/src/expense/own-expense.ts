import { may } from '@rochdale/platform';
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
 * The expense as the actor may know of it, locked: what was never submitted is its author's alone.
 *
 * @throws CodedError EXPENSE_NOT_FOUND
 */
export async function lockShownExpense(
  tx: Tx,
  actor: Actor,
  expenseId: string,
): Promise<ExpenseRecord> {
  return shownTo(actor, await lockExpense(tx, expenseId));
}

/** The expense as the actor may know of it, to look at. @throws CodedError EXPENSE_NOT_FOUND */
export async function findShownExpense(
  tx: Tx,
  actor: Actor,
  expenseId: string,
): Promise<ExpenseRecord> {
  return shownTo(actor, await expenseStore.find(tx, expenseId));
}

function shownTo(actor: Actor, expense: ExpenseRecord | null): ExpenseRecord {
  // Submitting is what gives an expense its band.
  const isShown =
    expense !== null && (expense.band !== null || expense.submitterMemberId === actor.memberId);
  if (!isShown) throw noSuchExpense();
  return expense;
}

/**
 * The actor's own expense, locked.
 *
 * @throws CodedError EXPENSE_NOT_FOUND also for what somebody else never submitted, and for all
 *   of somebody else's to who left; EXPENSE_NOT_YOURS
 */
export async function lockOwnExpense(
  tx: Tx,
  actor: Actor,
  expenseId: string,
): Promise<ExpenseRecord> {
  const expense = await lockShownExpense(tx, actor, expenseId);
  if (expense.submitterMemberId === actor.memberId) return expense;
  throw notYours(actor, expense, 'Only who submitted it does this.');
}

/** What is said to whom it does not belong; that there is none, to who may not read it. */
export function notYours(
  actor: Actor,
  { submitterMemberId, payeeKind, payeeId }: ExpenseRecord,
  message: string,
): Error {
  const isPayee = payeeKind === 'member' && payeeId === actor.memberId;
  const isTheirs = isPayee || submitterMemberId === actor.memberId;
  if (!isTheirs && !may(actor, 'expense.read').allowed) return noSuchExpense();
  return expensesErrors.error('EXPENSE_NOT_YOURS', message, { path: ['expenseId'] });
}

export function noSuchExpense(): Error {
  return expensesErrors.error('EXPENSE_NOT_FOUND', 'There is no such expense.', {
    path: ['expenseId'],
  });
}
