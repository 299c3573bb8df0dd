import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { BankLines, outsideFactOf } from '@rochdale/banking';
import type { OpenBankLine } from '@rochdale/banking';
import { payoutIdOf } from '../payout/payout.js';
import type { PayoutState } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { PayoutBooking } from './payout-booking.js';

/** The provider may be silent about them; the bank's word settles them all the same. */
const onItsWay: ReadonlySet<PayoutState> = new Set(['submitting', 'submitted', 'unknown']);

/** Settles payouts whose end-to-end ids stand in a statement, and books those that came back. */
@Injectable()
export class MatchPayoutLines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: BankLines,
    private readonly booking: PayoutBooking,
  ) {}

  /** At least once: a matched line is not open any more. */
  async execute(actor: Actor, input: { statementId: string }): Promise<void> {
    permit(actor, 'statement.process');
    await this.unitOfWork.run(actor, async (tx) => {
      const open = await this.lines.lockOpen(tx, input.statementId);
      // Many banks list the newest first: what went out is booked before what came back.
      open.sort((one, other) => Number(one.amountMinor > 0n) - Number(other.amountMinor > 0n));
      const ofPayouts = open.flatMap((line) => {
        const payoutId = line.endToEndId === null ? null : payoutIdOf(line.endToEndId);
        return payoutId === null ? [] : [{ line, payoutId }];
      });
      const ids = [...new Set(ofPayouts.map(({ payoutId }) => payoutId))].toSorted();
      const payouts = new Map((await payoutStore.lock(tx, ids)).map((row) => [row.id, row]));
      for (const { line, payoutId } of ofPayouts) {
        const payout = payouts.get(payoutId);
        if (payout === undefined) continue;
        const changed = await this.#book(tx, line, payout);
        if (changed !== null) payouts.set(payoutId, changed);
      }
    });
  }

  /** A debit settles, a credit of a settled one returns; amounts have to agree to the unit. */
  async #book(tx: Tx, line: OpenBankLine, payout: PayoutRow): Promise<PayoutRow | null> {
    if (line.bankAccountId !== payout.bankAccountId) return null;
    const settlement = {
      outsideFact: outsideFactOf(line),
      effectiveAt: new Date(`${line.bookingDate}T12:00:00Z`),
    };
    const isOut = line.amountMinor === -payout.amountMinor;
    const isBack = line.amountMinor === payout.amountMinor;
    if (isOut && onItsWay.has(payout.state)) {
      const transactionId = await this.booking.settle(tx, payout, settlement);
      await this.#mark(tx, line, payout, 'the end-to-end id and amount of a payout', transactionId);
      return { ...payout, state: 'settled', transactionId };
    }
    if (isOut && payout.state === 'settled' && payout.transactionId !== null) {
      // The provider said so before the bank did: the books have it, the line only explains itself.
      const { transactionId } = payout;
      if (await this.lines.explains(tx, transactionId)) return null;
      await this.#mark(tx, line, payout, 'a payout that the provider settled', transactionId);
      return payout;
    }
    if (isBack && payout.state === 'settled') {
      const transactionId = await this.booking.bringBack(tx, payout, settlement);
      await this.#mark(tx, line, payout, 'the end-to-end id of a returned payout', transactionId);
      return { ...payout, state: 'returned' };
    }
    return null;
  }

  async #mark(
    tx: Tx,
    line: OpenBankLine,
    payout: PayoutRow,
    because: string,
    transactionId: string,
  ): Promise<void> {
    const match = { kind: 'payout', id: payout.id, because, transactionId };
    await this.lines.markMatched(tx, line.id, match);
  }
}
