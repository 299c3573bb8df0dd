import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { newId } from '@rochdale/platform';
import type { CodedError, Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { duesErrors } from '../dues.errors.js';
import { dueFirst, openMinor } from '../invoice/invoice.js';
import { invoiceStore } from '../invoice/invoice.store.js';
import type { InvoiceRow } from '../invoice/invoice.store.js';
import { payInvoice } from '../invoice/pay-invoice.js';
import { paymentStore } from '../invoice/payment.store.js';
import { creditStore } from './credit.store.js';
import type { CreditMove } from './credit.store.js';
import { ForgoneCredits } from './forgone-credits.js';

/** What members have with the co-operative, in the caller's transaction. Asks no permission. */
@Injectable()
export class MemberCredits {
  constructor(
    private readonly ledger: Ledger,
    private readonly chart: Chart,
    private readonly forgone: ForgoneCredits,
  ) {}

  /**
   * Notes what came to a member's credit, which the caller posts, and sets it off against what they
   * owe; or what goes of it, for which invoices are opened again that it had been set off against.
   * What is left of credit that came to who was erased is nobody's, and the co-operative's at once.
   *
   * @throws CodedError CREDIT_SPENT when it was paid out, or is about to be
   */
  async move(tx: Tx, move: CreditMove): Promise<void> {
    const { memberId, currency, amountMinor } = move;
    if (amountMinor < 0n) await this.free(tx, memberId, currency, -amountMinor);
    // Held before the credit: nobody is erased meanwhile, and what they have forgotten.
    const isErased = amountMinor > 0n && (await creditStore.isHeldErased(tx, memberId));
    if (!(await creditStore.move(tx, move))) {
      throw creditSpent(memberId);
    }
    if (amountMinor > 0n) await this.setOff(tx, memberId, currency);
    if (isErased) await this.forgone.unclaimed(tx, memberId, currency);
  }

  /** Pays a member's open invoices with their credit, as far as it goes, those due first first. */
  async setOff(tx: Tx, memberId: string, currency: string): Promise<void> {
    const invoices = await invoiceStore.lockOpenOf(tx, memberId, currency);
    if (invoices.length === 0) return;
    let leftMinor = await creditStore.lock(tx, memberId, currency);
    for (const invoice of dueFirst(invoices)) {
      if (leftMinor === 0n) return;
      const wanted = openMinor(invoice);
      const amountMinor = wanted < leftMinor ? wanted : leftMinor;
      await this.#use(tx, invoice, amountMinor);
      leftMinor -= amountMinor;
    }
  }

  /**
   * Where an invoice of who was erased is open again, what was written off of theirs pays it, as
   * far as it goes: as if that alone had come. Of everybody else nothing is written off so.
   */
  async owesAgain(tx: Tx, memberId: string, currency: string): Promise<void> {
    if (!(await creditStore.isHeldErased(tx, memberId))) return;
    const invoices = await invoiceStore.lockOpenOf(tx, memberId, currency);
    // Held, so that what comes meanwhile is written off by now, or sees what is open.
    await creditStore.hold(tx, memberId, currency);
    const neededMinor = invoices.reduce((sum, invoice) => sum + openMinor(invoice), 0n);
    await this.forgone.claimedAgain(tx, { memberId, currency, neededMinor });
    await this.setOff(tx, memberId, currency);
  }

  /** Of whom `setOffIdle` would set something off. */
  async idle(tx: Tx): Promise<string[]> {
    const found = [
      ...(await creditStore.idle(tx)),
      ...(await creditStore.ofErased(tx)),
      ...(await creditStore.owedUnclaimed(tx)),
    ];
    return [...new Set(found.map(({ memberId }) => memberId))];
  }

  /**
   * Sets off for those of these who have credit and owe. What who was erased has still is nobody's,
   * and what was nobody's pays what they owe still.
   */
  async setOffIdle(tx: Tx, memberIds: readonly string[]): Promise<void> {
    const among = new Set(memberIds);
    for (const { memberId, currency } of await creditStore.idle(tx)) {
      if (among.has(memberId)) await this.setOff(tx, memberId, currency);
    }
    // Nothing, but for what came before it was written off as it comes.
    for (const { memberId, currency } of await creditStore.ofErased(tx)) {
      if (among.has(memberId)) await this.forgone.unclaimed(tx, memberId, currency);
    }
    for (const { memberId, currency } of await creditStore.owedUnclaimed(tx)) {
      if (among.has(memberId)) await this.owesAgain(tx, memberId, currency);
    }
  }

  /**
   * Has that much credit at hand, if there was any that nobody claimed, or invoices give it back,
   * those that it paid last first.
   */
  async free(tx: Tx, memberId: string, currency: string, neededMinor: bigint): Promise<void> {
    const used = await paymentStore.setOff(tx, memberId, currency);
    const invoices = await invoiceStore.lockMany(
      tx,
      used.map(({ invoiceId }) => invoiceId),
    );
    // First: without what is taken, what else came would have paid the invoices as well.
    await this.forgone.claimedAgain(tx, { memberId, currency, neededMinor });
    let missingMinor = neededMinor - (await creditStore.lock(tx, memberId, currency));
    for (const { invoiceId, amountMinor } of used) {
      if (missingMinor <= 0n) return;
      const invoice = invoices.find(({ id }) => id === invoiceId);
      const paidMinor = invoice?.paidMinor ?? 0n;
      const most = [missingMinor, amountMinor, paidMinor].reduce((a, b) => (a < b ? a : b));
      if (invoice === undefined || most === 0n) continue;
      await this.#use(tx, invoice, -most);
      missingMinor -= most;
    }
  }

  /** Sets credit off against a locked invoice; a negative amount gives it back. */
  async #use(tx: Tx, invoice: InvoiceRow, amountMinor: bigint): Promise<void> {
    const { memberId, currency, reference } = invoice;
    const keys = ['member-credits', 'dues-receivable'] as const;
    const accounts = await this.chart.accounts(tx, keys, currency);
    const { id: transactionId } = await this.ledger.post(tx, {
      idempotencyKey: `dues-credit:${newId()}`,
      description: `Dues ${reference}, ${amountMinor > 0n ? 'by credit' : 'credit taken back'}`,
      source: { kind: 'invoice', id: invoice.id },
      postings: [
        { accountId: accounts.require('member-credits'), amountMinor },
        { accountId: accounts.require('dues-receivable'), amountMinor: -amountMinor },
      ],
    });
    const move = { memberId, currency, transactionId, amountMinor: -amountMinor };
    const isMoved = await creditStore.move(tx, { ...move, kind: 'set-off' });
    if (!isMoved) throw duesErrors.error('CREDIT_SPENT', 'There is less credit than that.');
    await payInvoice(tx, invoice, {
      kind: 'credit',
      bankLineId: null,
      returnsLineId: null,
      amountMinor,
      paidOn: await tx.today(),
      payerFingerprint: null,
      because: amountMinor > 0n ? 'the member’s credit' : 'the credit was taken back',
      transactionId,
    });
  }
}

/** What is to be taken of a member's credit is gone: mostly with a payment that is taken back. */
export const creditSpent = (
  memberId: string,
  path: readonly string[] = ['returnsLineId'],
): CodedError =>
  duesErrors.error('CREDIT_SPENT', 'The member’s credit was paid out, or is about to be.', {
    path,
    data: { memberId },
  });
