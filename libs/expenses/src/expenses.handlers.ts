import { handle } from '@rochdale/platform';
import { SettleVotedExpense } from './approval/settle-expense-vote.js';
import { RecordExpensePayout, SettleExpenseVote } from './expenses.jobs.js';
import { RecordPayoutOfExpense } from './payout/record-expense-payout.js';

export const expensesHandlers = [
  handle(SettleExpenseVote, SettleVotedExpense),
  handle(RecordExpensePayout, RecordPayoutOfExpense),
];
