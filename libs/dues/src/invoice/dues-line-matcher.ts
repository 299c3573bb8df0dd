import { Injectable } from '@nestjs/common';
import { defineLineMatcher } from '@rochdale/banking';
import type { Claim, LineMatcher, OpenBankLine } from '@rochdale/banking';
import type { Tx } from '@rochdale/platform';
import { DuesBooking } from './dues-booking.js';
import type { FoundInvoice } from './dues-booking.js';
import { invoiceStore } from './invoice.store.js';
import type { InvoiceRow } from './invoice.store.js';
import { payerFingerprint, referencesIn } from './line-matching.js';

/**
 * Finds the invoice that a bank line pays: by the reference, or by an account that paid before and
 * the exact amount. Only a unique match is booked; the rest waits for a treasurer.
 */
@Injectable()
export class DuesLineMatcher implements LineMatcher {
  constructor(private readonly booking: DuesBooking) {}

  /** In the caller's transaction. */
  async claim(tx: Tx, line: OpenBankLine): Promise<Claim | null> {
    if (line.amountMinor <= 0n || line.reversal) return null;
    const invoices = await this.#named(tx, line);
    // Who names an invoice means that one: where it cannot be paid, nobody guesses another.
    const found =
      invoices.length === 0 ? await this.#byPayer(tx, line) : payable(invoices, line.currency);
    return found === null ? null : (await this.booking.book(tx, line, found)).claim;
  }

  async #named(tx: Tx, line: OpenBankLine): Promise<InvoiceRow[]> {
    const references = referencesIn(line);
    return references.length === 0 ? [] : invoiceStore.lockByReferences(tx, references);
  }

  async #byPayer(tx: Tx, line: OpenBankLine): Promise<FoundInvoice | null> {
    const fingerprint = payerFingerprint(tx.cooperativeId, line.counterpartyAccount);
    if (fingerprint === null) return null;
    const { currency, amountMinor, bookingDate: onDay } = line;
    const payer = { fingerprint, currency, amountMinor, onDay };
    const invoices = await invoiceStore.openOfPayer(tx, payer);
    const [invoice] = invoices;
    if (invoice === undefined || invoices.length > 1) return null;
    return { invoice, because: 'an account that paid before, and the exact amount' };
  }
}

/** Behind what names its line by an id of ours: a payer may be guessed. */
defineLineMatcher({ kind: 'dues', priority: 200, service: DuesLineMatcher });

function payable(invoices: readonly InvoiceRow[], currency: string): FoundInvoice | null {
  const [invoice] = invoices;
  if (invoice === undefined || invoices.length > 1) return null;
  if (invoice.state !== 'open' || invoice.currency !== currency) return null;
  return { invoice, because: `the reference ${invoice.reference}` };
}
