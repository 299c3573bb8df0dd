import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { outsideFactOf } from '@rochdale/banking';
import type { Claim, OpenBankLine } from '@rochdale/banking';
import { assert, newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { InvoicePaid } from '../dues.events.js';
import { invoiceStore } from './invoice.store.js';
import type { InvoiceRow } from './invoice.store.js';
import { payerFingerprint } from './line-matching.js';

/** An open invoice that a line pays, and why it is this one. */
export interface FoundInvoice {
  readonly invoice: InvoiceRow;
  readonly because: string;
}

/** The invoice as it is now, and what the line is to be marked with. */
export interface BookedInvoice {
  readonly invoice: InvoiceRow;
  readonly claim: Claim;
}

/**
 * Books a locked bank line as the payment of a locked invoice. In the caller's transaction, which
 * marks the line.
 */
@Injectable()
export class DuesBooking {
  constructor(
    private readonly ledger: Ledger,
    private readonly chart: Chart,
  ) {}

  async book(tx: Tx, line: OpenBankLine, found: FoundInvoice): Promise<BookedInvoice> {
    const { invoice, because } = found;
    const open = invoice.amountMinor - invoice.paidMinor;
    const paid = line.amountMinor < open ? line.amountMinor : open;
    const excess = line.amountMinor - paid;
    const transactionId = await this.#post(tx, line, invoice, paid, excess);
    await invoiceStore.insertPayment(tx, {
      id: newId(),
      invoiceId: invoice.id,
      memberId: invoice.memberId,
      bankLineId: line.id,
      amountMinor: paid,
      excessMinor: excess,
      currency: line.currency,
      paidOn: line.bookingDate,
      payerFingerprint: payerFingerprint(tx.cooperativeId, line.counterpartyAccount),
      because,
      transactionId,
    });
    const changed = await invoiceStore.pay(tx, invoice.id, paid);
    assert(changed !== null, 'a locked open invoice is paid');
    tx.announce(
      InvoicePaid.of(invoice.id, {
        invoiceId: invoice.id,
        memberId: invoice.memberId,
        isWhole: changed.state === 'paid',
        transactionId,
        amountMinor: paid.toString(),
        currency: line.currency,
      }),
    );
    return { invoice: changed, claim: { kind: 'invoice', id: invoice.id, because, transactionId } };
  }

  /** What is more than was asked for is the member's credit, not the co-operative's income. */
  async #post(
    tx: Tx,
    line: OpenBankLine,
    invoice: InvoiceRow,
    paid: bigint,
    excess: bigint,
  ): Promise<string> {
    const accounts = await this.chart.accounts(
      tx,
      ['dues-receivable', 'member-credits'],
      line.currency,
    );
    const credit = { accountId: accounts.require('member-credits'), amountMinor: -excess };
    const transaction = await this.ledger.post(tx, {
      idempotencyKey: `bank-line:${line.id}`,
      effectiveAt: new Date(`${line.bookingDate}T12:00:00Z`),
      ifClosed: 'record-now',
      description: `Dues ${invoice.reference}`,
      source: { kind: 'invoice', id: invoice.id },
      outsideFact: outsideFactOf(line),
      postings: [
        { accountId: line.ledgerAccountId, amountMinor: line.amountMinor },
        { accountId: accounts.require('dues-receivable'), amountMinor: -paid },
        ...(excess === 0n ? [] : [credit]),
      ],
    });
    return transaction.id;
  }
}
