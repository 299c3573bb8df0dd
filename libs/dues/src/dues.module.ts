import { Module } from '@nestjs/common';
import { BankingModule } from '@rochdale/banking';
import { LedgerModule } from '@rochdale/ledger';
import { MembershipModule } from '@rochdale/membership';
import { PayoutsModule } from '@rochdale/payouts';
import { TreasuryModule } from '@rochdale/treasury';
import { CancelRefund } from './credit/cancel-refund.js';
import { CreditQueries } from './credit/credit.queries.js';
import { ForgoneCredits } from './credit/forgone-credits.js';
import { MemberCredits } from './credit/member-credits.js';
import { OpenCredits } from './credit/open-credits.js';
import { RecordRefund } from './credit/record-refund.js';
import { RefundCredit } from './credit/refund-credit.js';
import { RefundsGivenBack } from './credit/refunds-given-back.js';
import { WaiveCredit } from './credit/waive-credit.js';
import { CancelInvoice } from './credit-note/cancel-invoice.js';
import { CreditInvoice } from './credit-note/credit-invoice.js';
import { CreditNoteQueries } from './credit-note/credit-note.queries.js';
import { CreditNotes } from './credit-note/credit-notes.js';
import { DuesQueries } from './invoice/dues.queries.js';
import { IssueInvoices } from './issuing/issue-invoices.js';
import { AssignLineToInvoice } from './payment/assign-line-to-invoice.js';
import { AssignLineToReturn } from './returned/assign-line-to-return.js';
import { DuesLineMatcher } from './matching/dues-line-matcher.js';
import { DuesPaid } from './payment/dues-paid.js';
import { PaymentBooking } from './payment/payment-booking.js';
import { ReturnedPayments } from './returned/returned-payments.js';
import { ReturnedQueries } from './returned/returned.queries.js';
import { SplitLine } from './payment/split-line.js';
import { OwnDues } from './own-dues.js';
import { PersonsOfDues } from './persons-of-dues.js';
import { CreatePlan } from './plan/create-plan.js';
import { Plans } from './plan/plans.js';
import { RetirePlan } from './plan/retire-plan.js';
import { ChoosePledge } from './pledge/choose-pledge.js';
import { AskWaiver } from './waiver/ask-waiver.js';
import { DecideWaiver } from './waiver/decide-waiver.js';
import { KeyPayers } from './payment/key-payers.js';
import { DropReasons } from './waiver/drop-reasons.js';
import { WaiverQueries } from './waiver/waiver.queries.js';
import { WithdrawWaiver } from './waiver/withdraw-waiver.js';

const doors = [
  AskWaiver,
  AssignLineToInvoice,
  AssignLineToReturn,
  CancelInvoice,
  CancelRefund,
  ChoosePledge,
  CreatePlan,
  CreditInvoice,
  CreditNoteQueries,
  CreditQueries,
  DecideWaiver,
  DuesPaid,
  DuesQueries,
  IssueInvoices,
  OpenCredits,
  RecordRefund,
  RefundCredit,
  RetirePlan,
  ReturnedQueries,
  SplitLine,
  WaiveCredit,
  WaiverQueries,
  WithdrawWaiver,
];

@Module({
  imports: [LedgerModule, BankingModule, MembershipModule, PayoutsModule, TreasuryModule],
  providers: [
    ...doors,
    CreditNotes,
    DropReasons,
    DuesLineMatcher,
    ForgoneCredits,
    KeyPayers,
    MemberCredits,
    OwnDues,
    PaymentBooking,
    PersonsOfDues,
    Plans,
    RefundsGivenBack,
    ReturnedPayments,
  ],
  exports: doors,
})
export class DuesModule {}
