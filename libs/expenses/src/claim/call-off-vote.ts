import type { Proposals } from '@rochdale/governance';
import type { Tx } from '@rochdale/platform';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { expensesErrors } from '../expenses.errors.js';

/**
 * Ends the vote on an expense that its submitter changes or takes back.
 *
 * @throws CodedError EXPENSE_VOTE_PENDING when what the members decided waits to be carried out
 */
export async function callOffVote(
  tx: Tx,
  proposals: Proposals,
  expense: ExpenseRecord,
  reason: string,
): Promise<void> {
  if (expense.proposalId === null || expense.status !== 'submitted') return;
  if (await proposals.cancelFor(tx, { kind: 'expense', id: expense.id }, reason)) return;
  const message = 'The members have voted on this; what they decided comes first.';
  throw expensesErrors.error('EXPENSE_VOTE_PENDING', message, { path: ['expenseId'] });
}
