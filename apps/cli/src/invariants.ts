import { duesInvariants } from '@rochdale/dues';
import { expensesInvariants } from '@rochdale/expenses';
import { governanceInvariants } from '@rochdale/governance';
import { ledgerInvariants } from '@rochdale/ledger';
import { membershipInvariants } from '@rochdale/membership';
import { partnersInvariants } from '@rochdale/partners';
import { paymentsInvariants } from '@rochdale/payments';
import type { Invariant } from '@rochdale/platform';
import { treasuryInvariants } from '@rochdale/treasury';

/** Every law of every room, as the nightly job and `verify` check them. */
export const invariants: readonly Invariant[] = [
  ...ledgerInvariants,
  ...treasuryInvariants,
  ...membershipInvariants,
  ...governanceInvariants,
  ...paymentsInvariants,
  ...duesInvariants,
  ...expensesInvariants,
  ...partnersInvariants,
];
