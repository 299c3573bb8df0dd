/** Money that goes out: where payees are paid, payouts from approval to settlement, rails. */
export { Destinations } from './payee/destinations.js';
export type { Destination } from './payee/destinations.js';
export { PayeeQueries } from './payee/payee.queries.js';
export type { MaskedDetails } from './payee/payee.queries.js';
export { Payees } from './payee/payees.js';
export type { PayeesAmong } from './payee/payees.js';
export type { Payee } from './payee/payee.js';
export { AssignLineToPayoutReturn } from './debit/assign-line-to-payout-return.js';
export { membersPaid, ownPayoutLines, ownPayouts, ownPayoutsShape } from './own-payouts.queries.js';
export { whyNotBack, whyNotDebit } from './settlement/settlement-rules.js';
export { LineUndoing } from './debit/line-undoing.js';
export { AssignLineToPayouts } from './debit/assign-line-to-payouts.js';
export { GivenBack } from './settlement/given-back.js';
export type { PayoutOf, TakingBack } from './settlement/given-back.js';
export { hearPayoutEnds, isNewsOf, isOldNews, payoutEnd } from './settlement/payout-end.js';
export { SetPayeeDetails } from './payee/set-payee-details.js';
export type { SetPayeeDetailsInput } from './payee/set-payee-details.js';
export { PaymentFileQueries } from './payment-file/payment-file.queries.js';
export type { PaymentFileRow } from './payment-file/payment-file.store.js';
export { AskPaymentFileWithdrawal } from './withdrawal/ask-payment-file-withdrawal.js';
export { WithdrawPaymentFile } from './withdrawal/withdraw-payment-file.js';
export { PaymentFiles } from './payment-file/payment-files.js';
export { CancelPayout } from './payout/cancel-payout.js';
export { debitExpectedBy, isLate } from './payout/lateness.js';
export type { Obligation, PayoutState, PayoutTerms } from './payout/payout.js';
export { PayoutQueries } from './payout/payout.queries.js';
export type { PayoutOrder } from './payout/payout.queries.js';
export type { PayoutRow } from './payout/payout.store.js';
export { Payouts } from './payout/payouts.js';
export type { PayoutRequest } from './payout/payouts.js';
export { ReleaseQueries } from './payout/release.queries.js';
export { ReleasePayouts } from './payout/release-payouts.js';
export type { ReleasePayoutsInput } from './payout/release-payouts.js';
export { payoutsErrors } from './payouts.errors.js';
export {
  PayeeDetailsChanged,
  PayoutCancelled,
  PayoutClaimed,
  PayoutRejected,
  PayoutReopened,
  PayoutReleased,
  PayoutRequested,
  PayoutReturned,
  PayoutSettled,
  PayoutSubmitted,
} from './payouts.events.js';
export { PayoutsModule } from './payouts.module.js';
export { payoutsRoom } from './payouts.room.js';
export { allRails, defineRail } from './rail/define-rail.js';
export type { RailDefinition } from './rail/define-rail.js';
export type {
  FileOrder,
  FileRail,
  OutsideFact,
  ProviderRail,
  Rail,
  Transfer,
  TransferAnswer,
  TransferOrder,
  TransferTerms,
} from './rail/rail.js';
export type { BankWord, WordEffect } from './status-report/status-report.js';
export type { StatusReportRow } from './status-report/status-report.store.js';
export { StatusReportQueries } from './status-report/status-report.queries.js';
export { TakeStatusReport } from './status-report/take-status-report.js';
export { WaysToPay } from './rail/ways-to-pay.js';
export type { Unpayable } from './rail/ways-to-pay.js';
export { submitEach } from './rail/submit-each.js';
export { payoutsUnderWay } from './payee/payouts-under-way.js';
