import { Injectable } from '@nestjs/common';
import { Proposals } from '@rochdale/governance';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { ExpenseDiscarded, ExpenseWithdrawn } from '../expenses.events.js';
import { transition } from '../expense/expense.js';
import { expenseStore } from '../expense/expense.store.js';
import { lockOwnExpense } from '../expense/own-expense.js';
import { Submission } from './submission.js';
import type { ExpenseState } from '../expense/expense.js';
import { callOffVote } from './revise-expense.js';

/** The submitter asks for a draft's money, or answers what was asked. Twice is once. */
@Injectable()
export class SubmitExpense {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly submission: Submission,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, EXPENSE_NOT_FOUND, EXPENSE_NOT_YOURS, EXPENSE_STATUS_CONFLICT,
   *   RECEIPT_REQUIRED, and as `Proposals.openFor` where the members decide
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

/** The submitter takes an expense back before it is decided. */
@Injectable()
export class WithdrawExpense {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly proposals: Proposals,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, EXPENSE_NOT_FOUND, EXPENSE_NOT_YOURS, EXPENSE_STATUS_CONFLICT,
   *   EXPENSE_VOTE_PENDING
   */
  async execute(actor: Actor, input: { expenseId: string }): Promise<ExpenseState> {
    permit(actor, 'expense.submit');
    const { expenseId } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await lockOwnExpense(tx, actor, expenseId);
      transition(expense.status, 'withdrawn');
      await callOffVote(tx, this.proposals, expense, 'The expense was withdrawn.');
      await expenseStore.move(tx, expense, 'withdrawn');
      const withdrawn = expense.status === 'draft' ? ExpenseDiscarded : ExpenseWithdrawn;
      tx.announce(withdrawn.of(expenseId, { expenseId }));
      return { expenseId, status: 'withdrawn' };
    });
  }
}
