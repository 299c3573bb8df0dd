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
import { CreatePlan, RetirePlan } from './plan/create-plan.js';
import { ChoosePledge } from './pledge/choose-pledge.js';
import { Waivers } from './waiver/waivers.js';

const doors = [
  AssignLineToInvoice,
  ChoosePledge,
  CreatePlan,
  DuesPaid,
  DuesQueries,
  IssueInvoices,
  RetirePlan,
  Waivers,
];

@Module({
  imports: [LedgerModule, BankingModule, MembershipModule, TreasuryModule],
  providers: [...doors, DuesBooking, DuesLineMatcher],
  exports: doors,
})
export class DuesModule {}
