import type { Payouts } from '@rochdale/payouts';
import { CodedError } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { expensesErrors } from '../expenses.errors.js';

/**
 * Takes the payouts of an expense back, where its money was not let go.
 *
 * @throws CodedError EXPENSE_BEING_PAID
 */
export async function cancelUnreleased(tx: Tx, payouts: Payouts, expenseId: string): Promise<void> {
  try {
    await payouts.cancel(tx, { kind: 'expense', id: expenseId });
  } catch (error) {
    if (!(error instanceof CodedError && error.code === 'PAYOUT_STATE')) throw error;
    const message = 'The money is on its way already: wait until it came, or came back.';
    throw expensesErrors.error('EXPENSE_BEING_PAID', message, {
      path: ['expenseId'],
      cause: error,
    });
  }
}
