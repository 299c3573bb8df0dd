import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { ApprovedExpenses } from '../approval/approved-expenses.js';
import { transition } from '../expense/expense.js';
import { expenseStore } from '../expense/expense.store.js';
import { lockShownExpense } from '../expense/own-expense.js';
import type { ExpenseState } from '../expense/expense.js';
import { expensesErrors } from '../expenses.errors.js';

/** A treasurer asks again for the money of an approved expense whose payout failed or came back. */
@Injectable()
export class RetryExpensePayout {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly approved: ApprovedExpenses,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, EXPENSE_NOT_FOUND, EXPENSE_STATUS_CONFLICT, and as
   *   `Payouts.request`
   */
  async execute(actor: Actor, input: { expenseId: string }): Promise<ExpenseState> {
    permit(actor, 'expense.retry-payout');
    const { expenseId } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await lockShownExpense(tx, actor, expenseId);
      transition(expense.status, 'approved');
      if (expense.status !== 'payout-failed') {
        const message = 'Only a payout that failed is asked for again.';
        throw expensesErrors.error('EXPENSE_STATUS_CONFLICT', message, { path: ['expenseId'] });
      }
      const { id: payoutId } = await this.approved.requestPayout(tx, expense);
      await expenseStore.payAgain(tx, expense, payoutId);
      return { expenseId, status: 'approved' };
    });
  }
}
