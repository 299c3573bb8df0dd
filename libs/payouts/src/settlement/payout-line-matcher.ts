import { Injectable } from '@nestjs/common';
import { BankLines, defineLineMatcher, outsideFactOf } from '@rochdale/banking';
import type { Claim, LineMatcher, OpenBankLine } from '@rochdale/banking';
import type { Tx } from '@rochdale/platform';
import { payoutIdOf } from '../payout/payout.js';
import type { PayoutState } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { PayoutBooking } from './payout-booking.js';

/** The provider may be silent about them; the bank's word settles them all the same. */
const onItsWay: ReadonlySet<PayoutState> = new Set(['submitting', 'submitted', 'unknown']);

/** Settles payouts whose end-to-end ids stand in bank lines, and books those that came back. */
@Injectable()
export class PayoutLineMatcher implements LineMatcher {
  constructor(
    private readonly lines: BankLines,
    private readonly booking: PayoutBooking,
  ) {}

  /** In the caller's transaction. @throws CodedError OUTSIDE_FACT_POSTED */
  async claim(tx: Tx, line: OpenBankLine): Promise<Claim | null> {
    const payoutId = line.endToEndId === null ? null : payoutIdOf(line.endToEndId);
    if (payoutId === null) return null;
    const [payout] = await payoutStore.lock(tx, [payoutId]);
    if (payout === undefined || payout.bankAccountId !== line.bankAccountId) return null;
    if (line.amountMinor === -payout.amountMinor) return this.#wentOut(tx, line, payout);
    if (line.amountMinor === payout.amountMinor) return this.#cameBack(tx, line, payout);
    // Amounts agree to the unit, or a person looks at it.
    return null;
  }

  async #wentOut(tx: Tx, line: OpenBankLine, payout: PayoutRow): Promise<Claim | null> {
    if (onItsWay.has(payout.state)) {
      const transactionId = await this.booking.settle(tx, payout, settlementOf(line));
      return claimOf(payout, 'the end-to-end id and amount of a payout', transactionId);
    }
    if (payout.state !== 'settled' || payout.transactionId === null) return null;
    // The provider said so before the bank did: the books have it, the line only explains itself.
    if (await this.lines.explains(tx, payout.transactionId)) return null;
    return claimOf(payout, 'a payout that the provider settled', payout.transactionId);
  }

  async #cameBack(tx: Tx, line: OpenBankLine, payout: PayoutRow): Promise<Claim | null> {
    if (payout.state !== 'settled') return null;
    const transactionId = await this.booking.bringBack(tx, payout, settlementOf(line));
    return claimOf(payout, 'the end-to-end id of a returned payout', transactionId);
  }
}

/** First of all: the id in the line was given by us. */
defineLineMatcher({ kind: 'payout', priority: 100, service: PayoutLineMatcher });

function settlementOf(line: OpenBankLine) {
  return {
    outsideFact: outsideFactOf(line),
    effectiveAt: new Date(`${line.bookingDate}T12:00:00Z`),
  };
}

function claimOf({ id }: PayoutRow, because: string, transactionId: string): Claim {
  return { kind: 'payout', id, because, transactionId };
}
