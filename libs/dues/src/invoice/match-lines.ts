import { Injectable } from '@nestjs/common';
import { BankLines } from '@rochdale/banking';
import type { OpenBankLine } from '@rochdale/banking';
import { CodedError, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { DuesBooking } from './dues-booking.js';
import type { FoundInvoice } from './dues-booking.js';
import { invoiceStore } from './invoice.store.js';
import type { InvoiceRow } from './invoice.store.js';
import { payerFingerprint, referencesIn } from './line-matching.js';

/**
 * Finds the invoices that bank lines pay: by the reference, or by an account that paid before and
 * the exact amount. Only a unique match is booked; the rest waits for a treasurer.
 */
@Injectable()
export class MatchDuesLines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: BankLines,
    private readonly booking: DuesBooking,
  ) {}

  /** At least once: a matched line is not open any more. A line a time: one never blocks. */
  async execute(actor: Actor, input: { statementId: string }): Promise<void> {
    permit(actor, 'dues-line.match');
    const open = await this.unitOfWork.run(actor, (tx) =>
      this.lines.lockOpen(tx, input.statementId),
    );
    const failures: unknown[] = [];
    for (const { id } of open) {
      try {
        await this.unitOfWork.run(actor, (tx) => this.#match(tx, id));
      } catch (error) {
        // Matched by another in between: nothing left to do.
        if (!(error instanceof CodedError) || error.kind !== 'conflict') failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  async #match(tx: Tx, lineId: string): Promise<void> {
    const line = await this.lines.lockOne(tx, lineId);
    if (line.amountMinor <= 0n || line.reversal) return;
    const invoices = await this.#named(tx, line);
    // Who names an invoice means that one: where it cannot be paid, nobody guesses another.
    const found =
      invoices.length === 0 ? await this.#byPayer(tx, line) : payable(invoices, line.currency);
    if (found !== null) await this.booking.book(tx, line, found);
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

function payable(invoices: readonly InvoiceRow[], currency: string): FoundInvoice | null {
  const [invoice] = invoices;
  if (invoice === undefined || invoices.length > 1) return null;
  if (invoice.state !== 'open' || invoice.currency !== currency) return null;
  return { invoice, because: `the reference ${invoice.reference}` };
}
