import { Injectable } from '@nestjs/common';
import { defineLineMatcher } from '@rochdale/banking';
import type { Claim, LineMatcher, MatchedBankLine, OpenBankLine, Undoing } from '@rochdale/banking';
import type { Tx } from '@rochdale/platform';
import { invoiceStore } from '../invoice/invoice.store.js';
import type { InvoiceRow } from '../invoice/invoice.store.js';
import { payerFingerprints, referencesIn } from '../payment/line-matching.js';
import { PaymentBooking } from '../payment/payment-booking.js';
import type { LineBooking } from '../payment/payment-booking.js';
import { ReturnedPayments } from '../returned/returned-payments.js';
import { settlementOf, sharedAmong } from '../payment/settlement.js';

/**
 * Finds the invoices that a bank line pays: by their references, or one by an account that paid
 * before and the exact amount; and the line that another one brings back. Only what is certain is
 * booked; the rest waits for a treasurer.
 */
@Injectable()
export class DuesLineMatcher implements LineMatcher {
  constructor(
    private readonly booking: PaymentBooking,
    private readonly returned: ReturnedPayments,
  ) {}

  /** In the caller's transaction. @throws CodedError CREDIT_SPENT */
  async claim(tx: Tx, line: OpenBankLine): Promise<Claim | null> {
    const named = await this.#named(tx, line);
    if (line.amountMinor < 0n) return line.reversal ? this.returned.claim(tx, line, named) : null;
    if (line.reversal) return null;
    // Who names an invoice means that one: where it cannot be paid, nobody guesses another.
    const found = named.length === 0 ? await this.#byPayer(tx, line) : payable(named, line);
    return found === null ? null : this.booking.book(tx, line, found);
  }

  /** In the caller's transaction. @throws CodedError LINE_RETURNED, CREDIT_SPENT */
  async undo(tx: Tx, line: MatchedBankLine, undoing: Undoing): Promise<boolean> {
    if (!(await this.returned.isOfDues(tx, line.id))) return false;
    await this.returned.refuseReturned(tx, line.id, ['id']);
    await this.booking.undo(tx, line, undoing);
    return true;
  }

  async #named(tx: Tx, line: OpenBankLine): Promise<InvoiceRow[]> {
    const references = referencesIn(line);
    return references.length === 0 ? [] : invoiceStore.lockByReferences(tx, references);
  }

  async #byPayer(tx: Tx, line: OpenBankLine): Promise<LineBooking | null> {
    const fingerprints = payerFingerprints(tx.cooperativeId, line.counterpartyAccount);
    if (fingerprints === null) return null;
    const { currency, amountMinor, bookingDate: onDay } = line;
    const payer = { ...fingerprints, currency, amountMinor, onDay };
    const invoices = await invoiceStore.openOfPayer(tx, payer);
    const [invoice] = invoices;
    if (invoice === undefined || invoices.length > 1) return null;
    const settlement = settlementOf([{ invoice, amountMinor }], []);
    return { settlement, because: 'an account that paid before, and the exact amount' };
  }
}

/** Behind what names its line by an id of ours: a payer may be guessed. */
defineLineMatcher({
  kind: 'dues',
  priority: 200,
  service: DuesLineMatcher,
  waitsAfter: ['CREDIT_SPENT'],
});

function payable(invoices: readonly InvoiceRow[], line: OpenBankLine): LineBooking | null {
  const { currency, amountMinor } = line;
  const isPayable = invoices.every((one) => one.state === 'open' && one.currency === currency);
  const settlement = isPayable ? sharedAmong(amountMinor, invoices) : null;
  if (settlement === null) return null;
  const references = invoices.map(({ reference }) => reference).join(' and ');
  const because = `the ${invoices.length === 1 ? 'reference' : 'references'} ${references}`;
  return { settlement, because };
}
