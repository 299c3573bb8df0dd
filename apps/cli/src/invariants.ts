import { ledgerInvariants } from '@rochdale/ledger';
import { membershipInvariants } from '@rochdale/membership';
import type { Invariant } from '@rochdale/platform';
import { treasuryInvariants } from '@rochdale/treasury';

/** Every law of every room, as the nightly job and `verify` check them. */
export const invariants: readonly Invariant[] = [
  ...ledgerInvariants,
  ...treasuryInvariants,
  ...membershipInvariants,
];
