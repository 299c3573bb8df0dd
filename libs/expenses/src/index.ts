/**
 * Claims for money spent: written down with receipts, decided by an office or by the members, owed
 * and asked for exactly once.
 */
export { AdoptApprovalRule } from './rule/adopt-approval-rule.js';
export type { AdoptApprovalRuleInput } from './rule/adopt-approval-rule.js';
export { approvalBands } from './rule/approval-rule.js';
export type { ApprovalBand, ApprovalBands, ApprovalStep } from './rule/approval-rule.js';
export type { ApprovalRuleView } from './rule/approval-rule.store.js';
export { whyNotApprove, whyNotRefuse } from './approval/approver.js';
export { ApproveExpense } from './approval/approve-expense.js';
export type { ApproveExpenseInput } from './approval/approve-expense.js';
export { RejectExpense } from './approval/reject-expense.js';
export { RequestExpenseInformation } from './approval/request-expense-information.js';
export type { RefuseExpenseInput } from './approval/refusal.js';
export type { SettleExpenseVoteInput } from './approval/settle-voted-expense.js';
export type {
  ExpenseCategory,
  ExpenseItem,
  ExpenseState,
  ExpenseStatus,
  Payee,
} from './expense/expense.js';
export { mandatePeriods, takenUntil } from './mandate/mandate.js';
export type { MandatePeriod } from './mandate/mandate.js';
export { MandateQueries } from './mandate/mandate.queries.js';
export type { MandateBillView, MandateView } from './mandate/mandate.queries.js';
export { whyNotSubmitBill, whyNotVoidBill } from './mandate/whose-bill.js';
export { SubmitBill } from './mandate/submit-bill.js';
export type { SubmitBillInput } from './mandate/submit-bill.js';
export { VoidBill } from './take-back/void-bill.js';
export type { VoidBillInput } from './take-back/void-bill.js';
export { unpaidExpenses } from './member-payees.js';
export { membersOfLocked } from './expense/locked-expenses.js';
export { ExpenseQueries } from './expense/expense.queries.js';
export { lapsingClaims } from './undecided/lapsing-claims.queries.js';
export { receiptName } from './expense/receipt-name.js';
export type {
  ApprovalView,
  ExpenseFilter,
  ExpenseItemView,
  ExpenseOrder,
  ExpenseView,
} from './expense/expense.queries.js';
export { SubmitExpense } from './claim/submit-expense.js';
export { WithdrawExpense } from './claim/withdraw-expense.js';
export { whyNotDecline } from './claim/decliner.js';
export { DeclineExpense } from './claim/decline-expense.js';
export { DraftExpense } from './claim/draft-expense.js';
export { ReviseExpense } from './claim/revise-expense.js';
export type { ExpenseInput } from './claim/expense-texts.js';
export type { NamedBill } from './bill/bill.js';
export { expensesRoom } from './expenses.room.js';
export type { RecordExpensePayoutInput } from './payout/record-payout-of-expense.js';
export { whyNotWaive } from './payout/waiver.js';
export type { Waivable } from './payout/waiver.js';
export { WaivableExpenses } from './payout/waivable-expenses.js';
export { WaiveExpense } from './payout/waive-expense.js';
export { RetryExpensePayout } from './payout/retry-expense-payout.js';
