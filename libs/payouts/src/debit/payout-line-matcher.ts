import { Injectable } from '@nestjs/common';
import { defineLineMatcher } from '@rochdale/banking';
import type { Claim, LineMatcher, MatchedBankLine, OpenBankLine, Undoing } from '@rochdale/banking';
import type { Tx } from '@rochdale/platform';
import { nameFromBank } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { ExplainedPayouts } from './explained-payouts.js';
import { LineUndoing } from './line-undoing.js';
import { PaymentFileDebits } from './payment-file-debits.js';
import { PayoutBooking, settlementOf } from '../settlement/payout-booking.js';
import { mayBeDebitedLate, meaningOf } from '../settlement/settlement-rules.js';

/**
 * Settles payouts whose end-to-end ids stand in bank lines, or whose file does, and books those
 * that came back.
 */
@Injectable()
export class PayoutLineMatcher implements LineMatcher {
  constructor(
    private readonly explained: ExplainedPayouts,
    private readonly booking: PayoutBooking,
    private readonly debits: PaymentFileDebits,
    private readonly undoing: LineUndoing,
  ) {}

  /**
   * In the caller's transaction.
   *
   * @throws CodedError OUTSIDE_FACT_POSTED, DEBIT_DIFFERS, PAYOUT_ASKED_AGAIN
   */
  async claim(tx: Tx, line: OpenBankLine): Promise<Claim | null> {
    const name = line.endToEndId === null ? null : nameFromBank(line.endToEndId);
    const payout = name === null ? null : await payoutStore.lockNamed(tx, name);
    if (payout === null) return this.debits.claim(tx, line);
    const claim = await this.#ofOne(tx, line, payout);
    // A file of one may be debited under the id of its only transfer, also when that was refused.
    if (claim !== null || !mayBeDebitedLate(payout)) return claim;
    return this.debits.claim(tx, line, payout.id);
  }

  /** In the caller's transaction. @throws CodedError as `LineUndoing.undo` */
  undo(tx: Tx, line: MatchedBankLine, undoing: Undoing): Promise<boolean> {
    return this.undoing.undo(tx, line, undoing);
  }

  async #ofOne(tx: Tx, line: OpenBankLine, payout: PayoutRow): Promise<Claim | null> {
    switch (meaningOf(line, payout)) {
      case 'settles': {
        const transactionId = await this.booking.settle(tx, payout, settlementOf(line));
        return claimOf(payout, 'the end-to-end id and amount of a payout', transactionId);
      }
      case 'explains':
        return this.explained.by(tx, payout, 'settled');
      case 'explains-return':
        return this.explained.by(tx, payout, 'returned');
      case 'returns': {
        const transactionId = await this.booking.bringBack(tx, payout, settlementOf(line));
        return claimOf(payout, 'the end-to-end id of a returned payout', transactionId);
      }
      case null:
        return null;
    }
  }
}

/** First of all: the id in the line was given by us. */
defineLineMatcher({
  kind: 'payout',
  priority: 100,
  service: PayoutLineMatcher,
  waitsAfter: ['DEBIT_DIFFERS', 'PAYOUT_ASKED_AGAIN'],
});

function claimOf({ id }: Pick<PayoutRow, 'id'>, because: string, transactionId: string): Claim {
  return { kind: 'payout', id, because, transactionId };
}
