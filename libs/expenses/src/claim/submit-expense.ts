import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { transition } from '../expense/expense.js';
import type { ExpenseState } from '../expense/expense.js';
import { lockOwnExpense } from '../expense/own-expense.js';
import { Submission } from './submission.js';

/** The submitter asks for a draft's money, or answers what was asked. Twice is once. */
@Injectable()
export class SubmitExpense {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly submission: Submission,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, EXPENSE_NOT_FOUND, EXPENSE_NOT_YOURS, EXPENSE_STATUS_CONFLICT,
   *   and as `Submission.submit`
   */
  async execute(actor: Actor, input: { expenseId: string }): Promise<ExpenseState> {
    permit(actor, 'expense.submit');
    const { expenseId } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await lockOwnExpense(tx, actor, expenseId);
      if (expense.status !== 'submitted') {
        transition(expense.status, 'submitted');
        await this.submission.submit(tx, expense);
      }
      return { expenseId, status: 'submitted' };
    });
  }
}
