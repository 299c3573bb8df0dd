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
import { MatchDuesLines } from './invoice/match-lines.js';
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
  MatchDuesLines,
  RetirePlan,
  Waivers,
];

@Module({
  imports: [LedgerModule, BankingModule, MembershipModule, TreasuryModule],
  providers: [...doors, DuesBooking],
  exports: doors,
})
export class DuesModule {}
