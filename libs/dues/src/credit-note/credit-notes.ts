import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { MemberCredits } from '../credit/member-credits.js';
import { InvoiceCredited } from '../dues.events.js';
import { invoiceStore } from '../invoice/invoice.store.js';
import type { InvoiceRow } from '../invoice/invoice.store.js';
import { paymentStore } from '../invoice/payment.store.js';
import { shareOf } from '../plan/joining.js';
import { planStore } from '../plan/plan.store.js';
import type { CreditNoteKind } from './credit-note.entity.js';
import { creditedOf, waivedOf } from './credit-note.js';
import type { Credited } from './credit-note.js';
import { creditNoteStore } from './credit-note.store.js';

/** What is taken off an invoice, and why. */
export interface CreditNote {
  readonly kind: CreditNoteKind;
  readonly amountMinor: bigint;
  readonly reason: string;
  readonly idempotencyKey: string;
  readonly waiverId?: string;
}

/** A waiver as far as invoices look at it. */
export interface LateWaiver {
  readonly id: string;
  readonly memberId: string;
  readonly amountMinor: bigint;
  readonly fromOn: string;
  readonly untilOn: string;
}

/** Takes off what was invoiced. In the caller's transaction; asks no permission. */
@Injectable()
export class CreditNotes {
  constructor(
    private readonly ledger: Ledger,
    private readonly chart: Chart,
    private readonly credits: MemberCredits,
  ) {}

  /**
   * Takes something off a locked invoice, in one posting of today. What was paid too much by that
   * is the member's credit.
   *
   * @throws CodedError INVALID_CREDIT_NOTE
   */
  async make(tx: Tx, invoice: InvoiceRow, note: CreditNote): Promise<InvoiceRow> {
    const { kind, amountMinor, reason, idempotencyKey, waiverId = null } = note;
    const { id: invoiceId, memberId, currency } = invoice;
    const nothingDue = kind === 'waiver' ? 'waived' : 'cancelled';
    const credited = creditedOf(invoice, amountMinor, nothingDue);
    const transactionId = await this.#post(tx, invoice, note, credited);
    const changed = await invoiceStore.change(tx, invoice, credited);
    assert(changed !== null, 'a locked invoice is as it was read');
    const what = { invoiceId, kind, amountMinor, transactionId };
    await creditNoteStore.insert(tx, { ...what, reason, waiverId, idempotencyKey });
    const told = { ...what, amountMinor: amountMinor.toString(), memberId, currency };
    tx.announce(InvoiceCredited.of(invoiceId, { ...told, state: changed.state }));
    if (credited.surplusMinor > 0n) await this.#giveBack(tx, invoice, credited, transactionId);
    return changed;
  }

  /**
   * What a waiver that was granted after they were issued takes off the open invoices of periods
   * that begin while it is in force.
   */
  async waive(tx: Tx, waiver: LateWaiver): Promise<void> {
    // Whoever issues now waits for this, and sees the waiver; who issued before is seen here.
    await invoiceStore.takeNumbers(tx, 0n);
    const { id: waiverId, memberId, fromOn, untilOn } = waiver;
    const invoices = await invoiceStore.lockOpenWithin(tx, memberId, fromOn, untilOn);
    const planIds = [...new Set(invoices.map(({ planId }) => planId))];
    const plans = new Map((await planStore.byIds(tx, planIds)).map((plan) => [plan.id, plan]));
    for (const invoice of invoices) {
      const plan = plans.get(invoice.planId);
      assert(plan !== undefined, 'the plan of an invoice is there');
      const part = { start: invoice.periodStart, end: invoice.periodEnd };
      const amountMinor = waivedOf(invoice, shareOf(part, plan.months, waiver.amountMinor));
      if (amountMinor === 0n) continue;
      await this.make(tx, invoice, {
        kind: 'waiver',
        amountMinor,
        reason: 'a waiver was granted',
        idempotencyKey: `waiver:${waiverId}:${invoice.id}`,
        waiverId,
      });
    }
  }

  async #post(
    tx: Tx,
    invoice: InvoiceRow,
    { kind, amountMinor, idempotencyKey }: CreditNote,
    { surplusMinor }: Credited,
  ): Promise<string> {
    const keys = ['dues-income', 'dues-waived', 'dues-receivable', 'member-credits'] as const;
    const accounts = await this.chart.accounts(tx, keys, invoice.currency);
    const given = kind === 'waiver' ? 'dues-waived' : 'dues-income';
    const postings = [
      { accountId: accounts.require(given), amountMinor },
      { accountId: accounts.require('dues-receivable'), amountMinor: surplusMinor - amountMinor },
      { accountId: accounts.require('member-credits'), amountMinor: -surplusMinor },
    ];
    const transaction = await this.ledger.post(tx, {
      idempotencyKey: `credit-note:${idempotencyKey}`,
      description: `Dues ${invoice.reference}, ${kind === 'waiver' ? 'waived' : kind}`,
      source: { kind: 'invoice', id: invoice.id },
      postings: postings.filter((posting) => posting.amountMinor !== 0n),
    });
    return transaction.id;
  }

  async #giveBack(
    tx: Tx,
    { id: invoiceId, memberId, currency }: InvoiceRow,
    { surplusMinor }: Credited,
    transactionId: string,
  ): Promise<void> {
    await paymentStore.insert(tx, {
      invoiceId,
      memberId,
      currency,
      kind: 'credited',
      bankLineId: null,
      returnsLineId: null,
      amountMinor: -surplusMinor,
      paidOn: await tx.today(),
      payerFingerprint: null,
      because: 'the invoice was credited',
      transactionId,
    });
    const move = { memberId, currency, amountMinor: surplusMinor, transactionId };
    await this.credits.move(tx, { ...move, kind: 'credited' });
  }
}
