/**
 * Claims for money spent: written down with receipts, decided by an office or by the members, owed
 * and asked for exactly once.
 */
export { AdoptApprovalRule } from './rule/adopt-approval-rule.js';
export type { AdoptApprovalRuleInput } from './rule/adopt-approval-rule.js';
export { parseBands, stepFor, usualBands } from './rule/approval-rule.js';
export type { ApprovalBand, ApprovalBands, ApprovalStep } from './rule/approval-rule.js';
export type { ApprovalRuleView } from './rule/approval-rule.store.js';
export { ApproveExpense } from './approval/approve-expense.js';
export type { ApproveExpenseInput } from './approval/approve-expense.js';
export { RejectExpense, RequestExpenseInformation } from './approval/refuse-expense.js';
export type { RefuseExpenseInput } from './approval/refuse-expense.js';
export { SettleVotedExpense } from './approval/settle-expense-vote.js';
export type { SettleExpenseVoteInput } from './approval/settle-expense-vote.js';
export { expenseCategories, expenseStatuses } from './expense/expense.js';
export type {
  ExpenseCategory,
  ExpenseItem,
  ExpenseState,
  ExpenseStatus,
  Payee,
} from './expense/expense.js';
export { ExpenseQueries } from './expense/expense.queries.js';
export type {
  ApprovalView,
  ExpenseFilter,
  ExpenseItemView,
  ExpenseView,
} from './expense/expense.queries.js';
export { ApproveExpenseAction } from './approval/approve.action.js';
export { SubmitExpense, WithdrawExpense } from './claim/submit-expense.js';
export { DraftExpense, ReviseExpense } from './claim/write-expense.js';
export type { ExpenseInput } from './claim/write-expense.js';
export { expensesErrors } from './expenses.errors.js';
export {
  ApprovalGiven,
  ExpenseApproved,
  ExpensePaid,
  ExpensePayoutFailed,
  ExpenseRejected,
  ExpenseRevised,
  ExpenseSubmitted,
  ExpenseWithdrawn,
  InformationRequested,
} from './expenses.events.js';
export { expensesInvariants } from './expenses.invariants.js';
export {
  expensesJobs,
  expensesReactions,
  RecordExpensePayout,
  SettleExpenseVote,
} from './expenses.jobs.js';
export { ExpensesModule } from './expenses.module.js';
export { expensesRoom } from './expenses.room.js';
export { RecordPayoutOfExpense } from './payout/record-expense-payout.js';
export type { RecordExpensePayoutInput } from './payout/record-expense-payout.js';
export { RetryExpensePayout } from './payout/retry-expense-payout.js';
