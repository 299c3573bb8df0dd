import { Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { BankingModule } from '@rochdale/banking';
import { LedgerModule } from '@rochdale/ledger';
import { CONFIG } from '@rochdale/platform';
import type { Config } from '@rochdale/platform';
import { Destinations } from './payee/destinations.js';
import { PayeeQueries } from './payee/payee.queries.js';
import { Payees } from './payee/payees.js';
import { SetPayeeDetails } from './payee/set-payee-details.js';
import { GiveUpPaymentFile } from './payment-file/give-up-payment-file.js';
import { PaymentFileQueries } from './payment-file/payment-file.queries.js';
import { AskPaymentFileWithdrawal } from './withdrawal/ask-payment-file-withdrawal.js';
import { WithdrawPaymentFile } from './withdrawal/withdraw-payment-file.js';
import { PaymentFiles } from './payment-file/payment-files.js';
import { SealFiles } from './seal-files.js';
import { WritePaymentFile } from './payment-file/write-payment-file.js';
import './payouts.permissions.js';
import { CancelPayout } from './payout/cancel-payout.js';
import { LowerPayoutFacts } from './lower-payout-facts.js';
import { PayoutQueries } from './payout/payout.queries.js';
import { Payouts } from './payout/payouts.js';
import { ReleasePayouts } from './payout/release-payouts.js';
import { ReleaseQueries } from './payout/release.queries.js';
import { Reservation } from './payout/reservation.js';
import { Transfers } from './payout/transfers.js';
import { Rails } from './rail/rails.js';
import { WaysToPay } from './rail/ways-to-pay.js';
import { FollowPayouts } from './settlement/follow-payouts.js';
import { GiveUpSubmission } from './settlement/give-up-submission.js';
import { GivenBack } from './settlement/given-back.js';
import { LateDebits } from './settlement/late-debits.js';
import { PayoutBooking } from './settlement/payout-booking.js';
import { AssignLineToPayoutReturn } from './debit/assign-line-to-payout-return.js';
import { AssignLineToPayouts } from './debit/assign-line-to-payouts.js';
import { ExplainedPayouts } from './debit/explained-payouts.js';
import { LineUndoing } from './debit/line-undoing.js';
import { PaymentFileDebits } from './debit/payment-file-debits.js';
import { PayoutLineMatcher } from './debit/payout-line-matcher.js';
import { Reconciliation } from './settlement/reconciliation.js';
import { SubmitPayout } from './settlement/submit-payout.js';
import { TellLatePayouts } from './settlement/tell-late-payouts.js';
import { StatusReportQueries } from './status-report/status-report.queries.js';
import { TakeStatusReport } from './status-report/take-status-report.js';

const doors = [
  AskPaymentFileWithdrawal,
  AssignLineToPayoutReturn,
  AssignLineToPayouts,
  CancelPayout,
  Destinations,
  FollowPayouts,
  GivenBack,
  GiveUpPaymentFile,
  GiveUpSubmission,
  LowerPayoutFacts,
  PayeeQueries,
  Payees,
  PaymentFileQueries,
  PaymentFiles,
  PayoutQueries,
  Payouts,
  ReleasePayouts,
  ReleaseQueries,
  SealFiles,
  SetPayeeDetails,
  StatusReportQueries,
  SubmitPayout,
  TakeStatusReport,
  TellLatePayouts,
  WaysToPay,
  WithdrawPaymentFile,
  WritePaymentFile,
];

@Module({
  imports: [BankingModule, LedgerModule],
  providers: [
    ...doors,
    ExplainedPayouts,
    LateDebits,
    LineUndoing,
    PaymentFileDebits,
    PayoutBooking,
    PayoutLineMatcher,
    {
      provide: Rails,
      useFactory: (modules: ModuleRef, config: Config) =>
        new Rails((type) => modules.get(type, { strict: false }), config),
      inject: [ModuleRef, CONFIG],
    },
    Reconciliation,
    Reservation,
    Transfers,
  ],
  exports: [...doors, LineUndoing],
})
export class PayoutsModule {}
