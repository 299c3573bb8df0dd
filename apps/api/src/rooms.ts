import type { Type } from '@nestjs/common';
import { IdentityModule } from '@rochdale/identity';
import { LedgerModule } from '@rochdale/ledger';
import { MembershipModule } from '@rochdale/membership';
import { TreasuryModule } from '@rochdale/treasury';

/** The rooms that the API serves. */
export const rooms: readonly Type[] = [
  IdentityModule,
  MembershipModule,
  LedgerModule,
  TreasuryModule,
];
