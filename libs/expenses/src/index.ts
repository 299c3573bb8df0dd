/**
 * Claims for money spent: written down with receipts, decided by an office or by the members, owed
 * and asked for exactly once.
 */
export { AdoptApprovalRule } from './rule/adopt-approval-rule.js';
export type { AdoptApprovalRuleInput } from './rule/adopt-approval-rule.js';
export type { ApprovalBand, ApprovalBands, ApprovalStep } from './rule/approval-rule.js';
export type { ApprovalRuleView } from './rule/approval-rule.store.js';
export { ApproveExpense } from './approval/approve-expense.js';
export type { ApproveExpenseInput } from './approval/approve-expense.js';
export { RejectExpense, RequestExpenseInformation } from './approval/refuse-expense.js';
export type { RefuseExpenseInput } from './approval/refuse-expense.js';
export type { SettleExpenseVoteInput } from './approval/settle-expense-vote.js';
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
export { SubmitExpense, WithdrawExpense } from './claim/submit-expense.js';
export { DraftExpense, ReviseExpense } from './claim/write-expense.js';
export type { ExpenseInput } from './claim/write-expense.js';
export { expensesRoom } from './expenses.room.js';
export type { RecordExpensePayoutInput } from './payout/record-expense-payout.js';
export { RetryExpensePayout } from './payout/retry-expense-payout.js';
