import { defineAction, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { statusConflict } from '../expense/expense.js';
import { lockExpense } from '../expense/own-expense.js';
import { approvalAction } from '../rule/approval-rule.js';
import { expensesErrors } from '../expenses.errors.js';
import { ApprovedExpenses } from './approved-expenses.js';

/**
 * The members approve the expense that they voted on, on the terms that they voted on. It costs the
 * co-operative money, so neither silence decides it nor less than half.
 */
export const ApproveExpenseAction = defineAction({
  kind: approvalAction,
  payload: z.strictObject({ expenseId: idOf('Expense'), termsHash: z.string().length(64) }),
  underPolicies: ['majority', 'supermajority'],
  inEmergencies: true,
  // An expense is somebody's money.
  strangersRead: 'nothing',
  service: ApprovedExpenses,

  summary: () => 'Approves the expense: the co-operative owes its payee the amount.',

  async run(approved, tx, { expenseId, termsHash }, { id, subject }) {
    const expense = await lockExpense(tx, expenseId);
    const isThisVote = expense.proposalId === id && subject?.id === expenseId;
    if (!isThisVote || expense.termsHash !== termsHash) {
      const message = 'The expense is no longer the one that the members voted on.';
      throw expensesErrors.error('EXPENSE_CHANGED', message);
    }
    // Whom it was to pay may have declined it since.
    if (expense.status !== 'submitted') throw statusConflict(expense.status, 'approved');
    await approved.owe(tx, expense);
  },
});
