import type { Actor, Tx } from '@rochdale/platform';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { expensesErrors } from '../expenses.errors.js';
import { ExpenseRejected } from '../expenses.events.js';

export interface RefuseExpenseInput {
  readonly expenseId: string;
  readonly reason: string;
}

/** @throws CodedError REASON_REQUIRED */
export function readReason({ reason }: RefuseExpenseInput): string {
  const text = reason.trim();
  if (text === '' || text.length > 2000 || text.includes('\0')) {
    const message = 'Say why, in at most 2,000 characters.';
    throw expensesErrors.error('REASON_REQUIRED', message, { path: ['reason'] });
  }
  return text;
}

/**
 * What an office decides is for the office; what the members vote on is for the members.
 *
 * @throws CodedError EXPENSE_NEEDS_VOTE, APPROVER_ROLE_REQUIRED
 */
export function requireOffice(actor: Actor, { band, submitterMemberId }: ExpenseRecord): void {
  if (band?.kind === 'vote') {
    throw expensesErrors.error(
      'EXPENSE_NEEDS_VOTE',
      'The members vote on an expense of this size.',
    );
  }
  const holds = band !== null && actor.roles.has(band.role);
  if (!holds || actor.memberId === submitterMemberId) {
    const message = 'This is for another holder of the office that approves it.';
    throw expensesErrors.error('APPROVER_ROLE_REQUIRED', message);
  }
}

export function announceRejection(tx: Tx, expenseId: string, by: 'role' | 'vote'): void {
  tx.announce(ExpenseRejected.of(expenseId, { expenseId, by }));
}
