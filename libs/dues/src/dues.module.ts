import { Module } from '@nestjs/common';
import { LedgerModule } from '@rochdale/ledger';
import { MembershipModule } from '@rochdale/membership';
import { BankingModule } from '@rochdale/banking';
import { TreasuryModule } from '@rochdale/treasury';
import { AssignLineToInvoice } from './invoice/assign-line-to-invoice.js';
import { DuesBooking } from './invoice/dues-booking.js';
import { DuesPaid } from './invoice/dues-paid.js';
import { DuesQueries } from './invoice/dues.queries.js';
import { IssueInvoices } from './invoice/issue-invoices.js';
import { DuesLineMatcher } from './invoice/dues-line-matcher.js';
import { CreatePlan } from './plan/create-plan.js';
import { RetirePlan } from './plan/retire-plan.js';
import { ChoosePledge } from './pledge/choose-pledge.js';
import { AskWaiver } from './waiver/ask-waiver.js';
import { DecideWaiver } from './waiver/decide-waiver.js';
import { WaiverQueries } from './waiver/waiver.queries.js';

const doors = [
  AskWaiver,
  AssignLineToInvoice,
  ChoosePledge,
  CreatePlan,
  DecideWaiver,
  DuesPaid,
  DuesQueries,
  IssueInvoices,
  RetirePlan,
  WaiverQueries,
];

@Module({
  imports: [LedgerModule, BankingModule, MembershipModule, TreasuryModule],
  providers: [...doors, DuesBooking, DuesLineMatcher],
  exports: doors,
})
export class DuesModule {}
