import type { Type } from '@nestjs/common';
import { ExpensesModule } from '@rochdale/expenses';
import { GovernanceModule } from '@rochdale/governance';
import { DuesModule } from '@rochdale/dues';
import { IdentityModule } from '@rochdale/identity';
import { LedgerModule } from '@rochdale/ledger';
import { MembershipModule } from '@rochdale/membership';
import { NotificationsModule } from '@rochdale/notifications';
import { PartnersModule } from '@rochdale/partners';
import { PaymentsModule } from '@rochdale/payments';
import { TreasuryModule } from '@rochdale/treasury';

/** The rooms whose jobs the worker carries out. */
export const rooms: readonly Type[] = [
  IdentityModule,
  MembershipModule,
  LedgerModule,
  TreasuryModule,
  NotificationsModule,
  PaymentsModule,
  GovernanceModule,
  ExpensesModule,
  DuesModule,
  PartnersModule,
];
