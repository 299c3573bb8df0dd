import { bankingRoom } from '@rochdale/banking';
import { collectionsRoom } from '@rochdale/collections';
import { duesRoom } from '@rochdale/dues';
import { expensesRoom } from '@rochdale/expenses';
import { governanceRoom } from '@rochdale/governance';
import { identityRoom } from '@rochdale/identity';
import { ledgerRoom } from '@rochdale/ledger';
import { lettersRoom } from '@rochdale/letters';
import { membershipRoom } from '@rochdale/membership';
import { partnersRoom } from '@rochdale/partners';
import { payoutsRoom } from '@rochdale/payouts';
import { platformParts } from '@rochdale/platform';
import type { Invariant, Room } from '@rochdale/platform';
import { railSepaFileRoom } from '@rochdale/rail-sepa-file';
import { railSimulatedRoom } from '@rochdale/rail-simulated';
import { treasuryRoom } from '@rochdale/treasury';
import { votingRoom } from '@rochdale/voting';
import { webhooksRoom } from '@rochdale/webhooks';

/** Every room that a process is composed of, from the ground up. A new room is one line here. */
export const rooms: readonly Room[] = [
  identityRoom,
  ledgerRoom,
  membershipRoom,
  treasuryRoom,
  lettersRoom,
  bankingRoom,
  payoutsRoom,
  railSepaFileRoom,
  railSimulatedRoom,
  collectionsRoom,
  votingRoom,
  webhooksRoom,
  governanceRoom,
  duesRoom,
  expensesRoom,
  partnersRoom,
];

/** Every law of every room, as the nightly job and `verify` check them. */
export const invariants: readonly Invariant[] = [platformParts, ...rooms].flatMap(
  ({ invariants: laws }) => laws ?? [],
);
