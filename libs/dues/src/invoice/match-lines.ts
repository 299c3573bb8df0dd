import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { BankLines, outsideFactOf } from '@rochdale/payments';
import type { OpenBankLine } from '@rochdale/payments';
import { assert, CodedError, newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { duesErrors } from '../dues.errors.js';
import { InvoicePaid } from '../dues.events.js';
import { invoiceStore } from './invoice.store.js';
import type { InvoiceRow } from './invoice.store.js';
import { payerFingerprint, referencesIn } from './line-matching.js';

interface Found {
  readonly invoice: InvoiceRow;
  readonly because: string;
}

/**
 * Finds the invoices that bank lines pay: by the reference, or by an account that paid before and
 * the exact amount. Only a unique match is booked; the rest waits for a treasurer.
 */
@Injectable()
export class MatchDuesLines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly chart: Chart,
    private readonly lines: BankLines,
  ) {}

  /** At least once: a matched line is not open any more. A line a time, so that one never blocks. */
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

  /**
   * A treasurer says which invoice a line pays.
   *
   * @throws CodedError FORBIDDEN, INVOICE_NOT_FOUND, BANK_LINE_NOT_FOUND, BANK_LINE_MATCHED
   */
  async assign(actor: Actor, input: { lineId: string; invoiceId: string }): Promise<InvoiceRow> {
    permit(actor, 'dues-line.assign');
    return this.unitOfWork.run(actor, async (tx) => {
      const line = await this.lines.lockOne(tx, input.lineId, { evenFlagged: true });
      const invoice = await invoiceStore.lock(tx, input.invoiceId);
      if (
        invoice?.state !== 'open' ||
        invoice.currency !== line.currency ||
        line.amountMinor <= 0n
      ) {
        throw duesErrors.error('INVOICE_NOT_FOUND', 'There is no open invoice for this line.');
      }
      return this.#book(tx, line, { invoice, because: 'a treasurer said so' });
    });
  }

  async #match(tx: Tx, lineId: string): Promise<void> {
    const line = await this.lines.lockOne(tx, lineId);
    if (line.amountMinor <= 0n || line.reversal) return;
    const invoices = await this.#named(tx, line);
    // Who names an invoice means that one: where it cannot be paid, nobody guesses another.
    const found =
      invoices.length === 0 ? await this.#byPayer(tx, line) : payable(invoices, line.currency);
    if (found !== null) await this.#book(tx, line, found);
  }

  async #named(tx: Tx, line: OpenBankLine): Promise<InvoiceRow[]> {
    const references = referencesIn(line);
    return references.length === 0 ? [] : invoiceStore.lockByReferences(tx, references);
  }

  async #byPayer(tx: Tx, line: OpenBankLine): Promise<Found | null> {
    const fingerprint = payerFingerprint(tx.cooperativeId, line.counterpartyAccount);
    if (fingerprint === null) return null;
    const { currency, amountMinor, bookingDate: onDay } = line;
    const payer = { fingerprint, currency, amountMinor, onDay };
    const invoices = await invoiceStore.openOfPayer(tx, payer);
    const [invoice] = invoices;
    if (invoice === undefined || invoices.length > 1) return null;
    return { invoice, because: 'an account that paid before, and the exact amount' };
  }

  async #book(tx: Tx, line: OpenBankLine, found: Found): Promise<InvoiceRow> {
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
    await this.lines.markMatched(tx, line.id, {
      kind: 'invoice',
      id: invoice.id,
      because,
      transactionId,
    });
    tx.announce(
      InvoicePaid.of({
        subject: { kind: 'invoice', id: invoice.id },
        visibility: 'private',
        data: {
          invoiceId: invoice.id,
          memberId: invoice.memberId,
          isWhole: changed.state === 'paid',
          transactionId,
          amountMinor: paid.toString(),
          currency: line.currency,
        },
      }),
    );
    return changed;
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

function payable(invoices: readonly InvoiceRow[], currency: string): Found | null {
  const [invoice] = invoices;
  if (invoice === undefined || invoices.length > 1) return null;
  if (invoice.state !== 'open' || invoice.currency !== currency) return null;
  return { invoice, because: `the reference ${invoice.reference}` };
}
