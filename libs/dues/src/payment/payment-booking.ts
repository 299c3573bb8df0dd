import { Injectable } from '@nestjs/common';
import { outsideFactOf } from '@rochdale/banking';
import type { Claim, MatchedBankLine, OpenBankLine, Undoing } from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { creditStore } from '../credit/credit.store.js';
import { MemberCredits } from '../credit/member-credits.js';
import { invoiceStore } from '../invoice/invoice.store.js';
import type { InvoiceRow } from '../invoice/invoice.store.js';
import type { PaymentKind } from '../invoice/payment.entity.js';
import { payInvoice } from '../invoice/pay-invoice.js';
import { paymentStore } from '../invoice/payment.store.js';
import { accountPartStore } from './account-part.store.js';
import { payerFingerprints } from './line-matching.js';
import { settlementOf, sumOf } from './settlement.js';
import type { AccountPart, CreditPart, Part, Settlement } from './settlement.js';

/** What a line is booked as, of locked invoices, and why. */
export interface LineBooking {
  readonly settlement: Settlement<InvoiceRow>;
  /** What accounts of the books get beside members. */
  readonly accounts?: readonly AccountPart[];
  /** In our own words: the member reads it. */
  readonly because: string;
  /** The line that this one brings back. */
  readonly returnsLineId?: string;
}

/** What a line did, as it is to be turned round, on locked invoices. */
interface Turned {
  readonly parts: readonly Part<InvoiceRow>[];
  readonly credits: readonly CreditPart[];
  readonly accounts: readonly AccountPart[];
  readonly returnsLineId: string | null;
}

interface Record {
  readonly kind: Extract<PaymentKind, 'line' | 'return' | 'undo'>;
  readonly line: OpenBankLine;
  readonly settlement: Settlement<InvoiceRow>;
  readonly accounts: readonly AccountPart[];
  readonly because: string;
  readonly paidOn: string;
  readonly returnsLineId: string | null;
  readonly transactionId: string;
}

/**
 * Books locked bank lines as payments of locked invoices, and takes back what lines had settled.
 * In the caller's transaction, which marks the line.
 */
@Injectable()
export class PaymentBooking {
  constructor(
    private readonly ledger: Ledger,
    private readonly chart: Chart,
    private readonly credits: MemberCredits,
  ) {}

  /**
   * One posting for everything that the line brought or took: what invoices get, what is more than
   * was asked for, which is the member's credit and not the co-operative's income, what accounts of
   * the books get beside them, and the fee that a bank kept of a return.
   *
   * @throws CodedError CREDIT_SPENT, and of accounts LEDGER_ACCOUNT_NOT_FOUND, UNBALANCED_POSTINGS,
   *   FLOOR_BREACHED
   */
  async book(tx: Tx, line: OpenBankLine, booking: LineBooking): Promise<Claim> {
    const { settlement, accounts = [], because, returnsLineId = null } = booking;
    const found = meaningOf(settlement, accounts);
    const transactionId = await this.#post(tx, line, { settlement, accounts });
    await this.#record(tx, {
      kind: returnsLineId === null ? 'line' : 'return',
      line,
      settlement,
      accounts,
      because,
      paidOn: line.bookingDate,
      returnsLineId,
      transactionId,
    });
    return { ...found, because, transactionId };
  }

  /** What a line did, turned round: what its return is booked as, or its undoing. */
  async turnedRound(tx: Tx, lineId: string): Promise<Turned> {
    const effects = await paymentStore.ofLine(tx, lineId);
    const credits = await creditStore.ofLine(tx, lineId);
    const others = await accountPartStore.ofLine(tx, lineId);
    const ids = effects.map(({ invoiceId }) => invoiceId);
    const invoices = new Map((await invoiceStore.lockMany(tx, ids)).map((row) => [row.id, row]));
    const [returnsLineId = null] = [...effects, ...credits, ...others].map(
      (effect) => effect.returnsLineId,
    );
    const parts = effects.map(({ invoiceId, amountMinor }) => {
      const invoice = invoices.get(invoiceId);
      assert(invoice !== undefined, 'the invoice of a payment is there');
      return { invoice, amountMinor: -amountMinor };
    });
    const accounts = others.map(({ accountId, amountMinor }) => ({
      accountId,
      amountMinor: -amountMinor,
    }));
    return { parts, credits: credits.map(turned), accounts, returnsLineId };
  }

  /**
   * Opens again what a line had settled: its invoices are locked, then the books reversed. What an
   * invoice does not give back any more, because it was credited since, is taken from the member's
   * credit.
   *
   * @throws CodedError CREDIT_SPENT
   */
  async undo(tx: Tx, line: MatchedBankLine, { reverse }: Undoing): Promise<void> {
    const { parts, credits, accounts, returnsLineId } = await this.turnedRound(tx, line.id);
    const settlement = settlementOf(parts, credits);
    const transactionId = await reverse();
    await this.#shift(tx, line, sumOf(parts) - sumOf(settlement.parts));
    const paidOn = await tx.today();
    const because = 'a treasurer said that it was another';
    const rest = { line, settlement, accounts, because, paidOn, returnsLineId };
    await this.#record(tx, { kind: 'undo', transactionId, ...rest });
  }

  /** The reversal moved it on the receivable; it belongs to the credits of members. */
  async #shift(tx: Tx, line: MatchedBankLine, amountMinor: bigint): Promise<void> {
    if (amountMinor === 0n) return;
    const keys = ['dues-receivable', 'member-credits'] as const;
    const accounts = await this.chart.accounts(tx, keys, line.currency);
    await this.ledger.post(tx, {
      idempotencyKey: `dues-shift:${line.transactionId}`,
      description: 'Credit for what an invoice does not ask any more',
      source: { kind: line.matchedKind, id: line.matchedId },
      postings: [
        { accountId: accounts.require('dues-receivable'), amountMinor },
        { accountId: accounts.require('member-credits'), amountMinor: -amountMinor },
      ],
    });
  }

  async #post(
    tx: Tx,
    line: OpenBankLine,
    { settlement, accounts: others }: Required<Pick<LineBooking, 'settlement' | 'accounts'>>,
  ): Promise<string> {
    const keys = ['dues-receivable', 'member-credits', 'bank-fees'] as const;
    const accounts = await this.chart.accounts(tx, keys, line.currency);
    const paidMinor = sumOf(settlement.parts);
    const creditMinor = sumOf(settlement.credits);
    const otherMinor = sumOf(others);
    const fact = outsideFactOf(line);
    const postings = [
      { accountId: line.ledgerAccountId, amountMinor: line.amountMinor },
      { accountId: accounts.require('dues-receivable'), amountMinor: -paidMinor },
      { accountId: accounts.require('member-credits'), amountMinor: -creditMinor },
      ...others.map(({ accountId, amountMinor }) => ({ accountId, amountMinor: -amountMinor })),
      {
        accountId: accounts.require('bank-fees'),
        amountMinor: paidMinor + creditMinor + otherMinor - line.amountMinor,
      },
    ];
    const references = settlement.parts.map(({ invoice }) => invoice.reference).join(', ');
    const found = meaningOf(settlement, others);
    const transaction = await this.ledger.post(tx, {
      idempotencyKey: fact,
      effectiveOn: line.bookingDate,
      ifClosed: 'record-now',
      description: (references === '' && others.length > 0
        ? 'Shared out'
        : `Dues ${references}`
      ).slice(0, 500),
      // What no invoice and no member knows of is explained by its line.
      source: found.kind === 'account' ? { kind: 'bank-line', id: line.id } : found,
      outsideFact: fact,
      outsideAccountId: line.ledgerAccountId,
      postings: postings.filter(({ amountMinor }) => amountMinor !== 0n),
    });
    return transaction.id;
  }

  async #record(tx: Tx, record: Record): Promise<void> {
    const { kind, line, settlement, because, paidOn, returnsLineId, transactionId } = record;
    const payer = payerFingerprints(tx.cooperativeId, line.counterpartyAccount);
    const of = { kind, bankLineId: line.id, returnsLineId, transactionId };
    for (const { invoice, amountMinor } of settlement.parts) {
      const payment = {
        ...of,
        amountMinor,
        paidOn,
        payerFingerprint: payer?.kept ?? null,
        because,
      };
      await payInvoice(tx, invoice, payment);
    }
    for (const { memberId, amountMinor } of settlement.credits) {
      await this.credits.move(tx, { ...of, memberId, amountMinor, currency: line.currency });
    }
    await this.#payAgain(tx, settlement, line.currency);
    for (const { accountId, amountMinor } of record.accounts) {
      const { currency } = line;
      await accountPartStore.insert(tx, { ...of, accountId, amountMinor, currency });
    }
  }

  /** What is open again, and nobody is there to be asked for. */
  async #payAgain(tx: Tx, { parts }: Settlement<InvoiceRow>, currency: string): Promise<void> {
    const opened = parts.filter(({ amountMinor }) => amountMinor < 0n);
    for (const memberId of new Set(opened.map(({ invoice }) => invoice.memberId))) {
      await this.credits.owesAgain(tx, memberId, currency);
    }
  }
}

const turned = ({ memberId, amountMinor }: CreditPart): CreditPart => ({
  memberId,
  amountMinor: -amountMinor,
});

/** What a line was for: the first invoice, else whose credit it is, else the first account. */
function meaningOf(
  { parts, credits }: Settlement<InvoiceRow>,
  accounts: readonly AccountPart[],
): { kind: string; id: string } {
  const [part] = parts;
  if (part !== undefined) return { kind: 'invoice', id: part.invoice.id };
  const [credit] = credits;
  if (credit !== undefined) return { kind: 'member', id: credit.memberId };
  const [account] = accounts;
  assert(account !== undefined, 'a line settles something');
  return { kind: 'account', id: account.accountId };
}
