import { Injectable } from '@nestjs/common';
import type { BankAccountRow } from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { payeeDetailsStore } from '../payee/payee-details.store.js';
import { payoutsErrors } from '../payouts.errors.js';
import { PayoutReleased } from '../payouts.events.js';
import type { Rail, Transfer } from '../rail/rail.js';
import { factOf } from './payout-facts.js';
import { frozenHash, transition } from './payout.js';
import { payoutStore } from './payout.store.js';
import type { PayoutRow } from './payout.store.js';
import { checkDestination, usableDetails } from './release-rules.js';
import { termsOf, Transfers } from './transfers.js';

/** Takes the money of a payout that may go, where its payee is to be paid. In the caller's tx. */
@Injectable()
export class Reservation {
  constructor(
    private readonly ledger: Ledger,
    private readonly transfers: Transfers,
  ) {}

  /**
   * @throws CodedError PAYEE_DETAILS_MISSING, PAYEE_DETAILS_COOLING_OFF, PAYEE_DETAILS_CHANGED,
   *   PAYEE_DETAILS_UNPAYABLE, PAYEE_DETAILS_UNREADABLE, FLOOR_BREACHED
   */
  async reserve(tx: Tx, payout: PayoutRow, account: BankAccountRow, rail: Rail): Promise<Transfer> {
    assertFrozen(payout);
    const current = await payeeDetailsStore.current(tx, payout.payeeKind, payout.payeeId);
    const details = usableDetails(payout.id, current, tx.now);
    const transfer = {
      ...termsOf(payout),
      payoutId: payout.id,
      payee: this.transfers.open(details),
    };
    if (details.id !== payout.destinationId) {
      checkDestination(payout.id, await this.transfers.approved(tx, payout), transfer.payee);
    }
    const refusal = rail.refusal(account, transfer.payee, transfer);
    if (refusal !== null) {
      // Refused here, where the treasurer can still leave it out.
      throw payoutsErrors.error(
        'PAYEE_DETAILS_UNPAYABLE',
        'This account cannot pay to the payee’s bank details.',
        { path: ['payoutIds'], data: { payoutId: payout.id, refusal } },
      );
    }
    const hold = await this.ledger.hold(tx, {
      accountId: account.ledgerAccountId,
      amountMinor: payout.amountMinor,
      idempotencyKey: `payout:${payout.id}:hold`,
      source: { kind: 'payout', id: payout.id },
    });
    await payoutStore.change(tx, payout, transition(payout.state, 'reserved'), {
      bankAccountId: account.id,
      payeeDetailsId: details.id,
      holdId: hold.id,
      releasedByAccountId: tx.actor.accountId,
    });
    tx.announce(factOf(PayoutReleased, payout));
    return transfer;
  }
}

/** The row is what was approved, to the letter: else somebody reached around the rules. */
function assertFrozen(payout: PayoutRow): void {
  const { obligationKind, obligationId, payeeKind, payeeId } = payout;
  const { amountMinor, currency, debitAccountId, destinationId } = payout;
  const hash = frozenHash({
    obligation: { kind: obligationKind, id: obligationId },
    payee: { kind: payeeKind, id: payeeId },
    amountMinor,
    currency,
    debitAccountId,
    destinationId,
  });
  assert(payout.frozenHash === hash, 'a payout is what was approved');
}
