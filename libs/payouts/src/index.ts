/** Money that moves: bank accounts, statements and their lines, payees' details, payouts, rails. */
export { BankAccountQueries } from './bank-account/bank-account.queries.js';
export type { ReceivingAccount } from './bank-account/bank-account.queries.js';
export type { BankAccountRow, Rail } from './bank-account/bank-account.store.js';
export { ChangePaymentSettings } from './bank-account/change-payment-settings.js';
export { RegisterBankAccount } from './bank-account/register-bank-account.js';
export type { RegisterBankAccountInput } from './bank-account/register-bank-account.js';
export type { PaymentSettings } from './bank-account/settings.store.js';
export { PayeeQueries } from './payee/payee.queries.js';
export type { MaskedDetails } from './payee/payee.queries.js';
export { SetPayeeDetails } from './payee/set-payee-details.js';
export type { SetPayeeDetailsInput } from './payee/set-payee-details.js';
export { paymentsErrors } from './payments.errors.js';
export {
  BankLineMatched,
  BankStatementRead,
  PayeeDetailsChanged,
  PayoutCancelled,
  PayoutRejected,
  PayoutReleased,
  PayoutRequested,
  PayoutReturned,
  PayoutSettled,
  PayoutSubmitted,
} from './payments.events.js';
export { paymentsInvariants } from './payments.invariants.js';
export {
  FollowPayoutsJob,
  MatchPayoutLinesJob,
  paymentsReactions,
  paymentsSchedules,
  ReadStatementFileJob,
  SubmitPayoutJob,
  WritePaymentFileJob,
} from './payments.jobs.js';
export { PaymentsModule } from './payments.module.js';
export { paymentsPermissions } from './payments.permissions.js';
export { paymentsRoom } from './payments.room.js';
export { CancelPayout } from './payout/cancel-payout.js';
export { FollowPayouts } from './payout/follow-payouts.js';
export { MatchPayoutLines } from './payout/match-payout-lines.js';
export { payoutStates } from './payout/payout.js';
export type { Obligation, Payee, PayoutState, PayoutTerms } from './payout/payout.js';
export { PayoutQueries } from './payout/payout.queries.js';
export type { PayoutRow } from './payout/payout.store.js';
export { Payouts } from './payout/payouts.js';
export type { PayoutRequest } from './payout/payouts.js';
export { ReleasePayouts } from './payout/release-payouts.js';
export type { ReleasePayoutsInput } from './payout/release-payouts.js';
export { SubmitPayout } from './payout/submit-payout.js';
export { PaymentProvider } from './rail/payment-provider.js';
export type { TransferAnswer, TransferOrder, TransferState } from './rail/payment-provider.js';
export type { PaymentFileRow } from './rail/payment-file.store.js';
export { SimulatedProvider } from './rail/simulated-provider.js';
export type { ProviderFault } from './rail/simulated-provider.js';
export { WritePaymentFile } from './rail/write-payment-file.js';
export { AssignBankLine } from './statement/assign-bank-line.js';
export type { AssignBankLineInput } from './statement/assign-bank-line.js';
export { BankLines, outsideFactOf } from './statement/bank-lines.js';
export type { LineMatch, OpenBankLine } from './statement/bank-lines.js';
export { ImportBankStatement } from './statement/import-bank-statement.js';
export type { ImportBankStatementInput } from './statement/import-bank-statement.js';
export { ReadStatementFile } from './statement/read-statement-file.js';
export { StatementQueries } from './statement/statement.queries.js';
export type { BankLineView, StatementView } from './statement/statement.queries.js';
export type { StatementFileRow } from './statement/statement.store.js';
