import { Injectable } from '@nestjs/common';
import { BankLines, Offices, returnTold } from '@rochdale/banking';
import type { Claim, MatchedBankLine, OpenBankLine } from '@rochdale/banking';
import type { Tx } from '@rochdale/platform';
import { creditStore } from '../credit/credit.store.js';
import { duesErrors } from '../dues.errors.js';
import { PaymentReturned } from '../dues.events.js';
import type { InvoiceRow } from '../invoice/invoice.store.js';
import { paymentStore } from '../invoice/payment.store.js';
import { payerFingerprint } from './line-matching.js';
import { PaymentBooking } from './payment-booking.js';
import { returnedStore } from './returned.store.js';
import { returnedOne, takenBackFrom } from './returned.js';
import { settlementOf, sumOf } from './settlement.js';
import type { Settlement } from './settlement.js';

/** Money that members paid and that came back. In the caller's transaction. */
@Injectable()
export class ReturnedPayments {
  constructor(
    private readonly lines: BankLines,
    private readonly booking: PaymentBooking,
    private readonly offices: Offices,
  ) {}

  /** Which line a locked one brings back, when that is certain. */
  async find(
    tx: Tx,
    line: OpenBankLine,
    named: readonly InvoiceRow[],
  ): Promise<{ readonly lineId: string; readonly because: string } | null> {
    const { endToEndId, currency, bookingDate: onDay } = line;
    const fingerprint = payerFingerprint(tx.cooperativeId, line.counterpartyAccount);
    const lineIds = endToEndId === null ? [] : await this.lines.matchedOf(tx, endToEndId);
    const ofCurrency = named.filter((invoice) => invoice.currency === currency);
    const clues = { invoiceIds: ofCurrency.map(({ id }) => id), payerFingerprint: fingerprint };
    const candidates = await returnedStore.candidates(tx, { ...clues, lineIds });
    const { reason, chargeMinor, originalMinor } = returnTold(line);
    const amountsMinor = [-line.amountMinor, -line.amountMinor - chargeMinor, originalMinor];
    const told = { onDay, payerFingerprint: fingerprint, amountsMinor };
    const found = returnedOne(told, candidates);
    if (found === null) return null;
    const because = reason === null ? 'the bank took it back' : `the bank returned it, ${reason}`;
    return { lineId: found.lineId, because };
  }

  /**
   * Books a locked line as what brings another one back: what that one settled is open again, and
   * what the bank kept beyond it is its fee. Whose money it was is told, and so are treasurers.
   *
   * @throws CodedError LINE_RETURNED, RETURN_NOT_FITTING, CREDIT_SPENT
   */
  async book(
    tx: Tx,
    line: OpenBankLine,
    returned: MatchedBankLine,
    because: string,
  ): Promise<Claim> {
    await this.refuseReturned(tx, returned.id);
    const { parts, credits } = await this.booking.turnedRound(tx, returned.id);
    const backMinor = -(sumOf(parts) + sumOf(credits));
    const isPayment = backMinor > 0n && returned.currency === line.currency;
    if (!isPayment || -line.amountMinor < backMinor) {
      const message = 'The line does not take back all of what the other one settled.';
      throw duesErrors.error('RETURN_NOT_FITTING', message, { path: ['lineId'] });
    }
    const settlement = settlementOf(parts, credits);
    const returnsLineId = returned.id;
    const claim = await this.booking.book(tx, line, { settlement, because, returnsLineId });
    await this.#announce(tx, line, settlement, { returnsLineId, ...claim });
    return claim;
  }

  async #announce(
    tx: Tx,
    line: OpenBankLine,
    settlement: Settlement<InvoiceRow>,
    told: { readonly returnsLineId: string; readonly transactionId: string },
  ): Promise<void> {
    const taken = takenBackFrom(settlement);
    const treasurerMemberIds = [...(await this.offices.holders(tx, 'treasurer'))];
    const feeMinor = -line.amountMinor - sumOf(taken);
    const { reason } = returnTold(line);
    for (const [nth, { memberId, amountMinor, references }] of taken.entries()) {
      tx.announce(
        PaymentReturned.of(memberId, {
          memberId,
          lineId: line.id,
          returnsLineId: told.returnsLineId,
          references: [...references],
          reason,
          feeMinor: (nth === 0 ? feeMinor : 0n).toString(),
          transactionId: told.transactionId,
          treasurerMemberIds,
          amountMinor: amountMinor.toString(),
          currency: line.currency,
        }),
      );
    }
  }

  /** @throws CodedError LINE_RETURNED */
  async refuseReturned(tx: Tx, lineId: string): Promise<void> {
    if (!(await returnedStore.returnedAmong(tx, [lineId])).has(lineId)) return;
    const message = 'Another line brought this one back: that one is undone first.';
    throw duesErrors.error('LINE_RETURNED', message);
  }

  /** Whether a line settled or took back something here. */
  async isOfDues(tx: Tx, lineId: string): Promise<boolean> {
    const payments = await paymentStore.ofLine(tx, lineId);
    return payments.length > 0 || (await creditStore.ofLine(tx, lineId)).length > 0;
  }
}
