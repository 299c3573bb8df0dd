import { Injectable } from '@nestjs/common';
import { Proposals } from '@rochdale/governance';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { transition } from '../expense/expense.js';
import type { ExpenseState } from '../expense/expense.js';
import { expenseStore } from '../expense/expense.store.js';
import { forgetEndedOfErased } from '../expense/forget-expenses.js';
import { lockOwnExpense } from '../expense/own-expense.js';
import { ExpenseDiscarded, ExpenseWithdrawn } from '../expenses.events.js';
import { callOffVote } from './call-off-vote.js';

/** The submitter takes an expense back before it is decided, also when they left since. */
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
    permit(actor, 'expense.withdraw');
    const { expenseId } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const expense = await lockOwnExpense(tx, actor, expenseId);
      transition(expense.status, 'withdrawn');
      await callOffVote(tx, this.proposals, expense, 'The expense was withdrawn.');
      await expenseStore.move(tx, expense, 'withdrawn');
      await forgetEndedOfErased(tx, expenseId);
      const withdrawn = expense.status === 'draft' ? ExpenseDiscarded : ExpenseWithdrawn;
      tx.announce(withdrawn.of(expenseId, { expenseId }));
      return { expenseId, status: 'withdrawn' };
    });
  }
}
