import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { ExpenseState } from '../expense/expense.js';
import { expenseStore } from '../expense/expense.store.js';
import { forgetEndedOfErased } from '../expense/forget-expenses.js';
import { lockShownExpense } from '../expense/own-expense.js';
import { announceRejection, readReason, requireRefuser } from './refusal.js';
import type { RefuseExpenseInput } from './refusal.js';

/** An approver refuses an expense, and says why. */
@Injectable()
export class RejectExpense {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError FORBIDDEN, REASON_REQUIRED, EXPENSE_NOT_FOUND, EXPENSE_STATUS_CONFLICT,
   *   EXPENSE_NEEDS_VOTE, APPROVER_ROLE_REQUIRED
   */
  async execute(actor: Actor, input: RefuseExpenseInput): Promise<ExpenseState> {
    permit(actor, 'expense.reject');
    const reason = readReason(input);
    const { expenseId } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await lockShownExpense(tx, actor, expenseId);
      requireRefuser(actor, expense, 'rejected');
      await expenseStore.move(tx, expense, 'rejected', reason);
      await forgetEndedOfErased(tx, expenseId);
      announceRejection(tx, expenseId, 'role');
      return { expenseId, status: 'rejected' };
    });
  }
}
