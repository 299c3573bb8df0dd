import { Injectable } from '@nestjs/common';
import { permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import type { InvoiceRow } from '../invoice/invoice.store.js';
import { creditableInvoice } from './creditable-invoice.js';
import { checkReason } from './credit-note.js';
import { CreditNotes } from './credit-notes.js';
import { creditNoteStore } from './credit-note.store.js';
import { invoiceStore } from '../invoice/invoice.store.js';

export interface CreditInvoiceInput {
  readonly invoiceId: string;
  readonly amountMinor: bigint;
  readonly reason: string;
  /** The same key takes the same off once, however often it is said. */
  readonly idempotencyKey: string;
}

/** A treasurer takes a part off an invoice; what was paid beyond the rest is credit. */
@Injectable()
export class CreditInvoice {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notes: CreditNotes,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, INVOICE_NOT_FOUND, INVOICE_STATE, INVOICE_OWN,
   *   INVALID_CREDIT_NOTE, IDEMPOTENCY_KEY_REUSED
   */
  async execute(actor: Actor, input: CreditInvoiceInput): Promise<InvoiceRow> {
    permit(actor, 'dues-invoice.credit');
    const { invoiceId, amountMinor } = input;
    const reason = checkReason(input.reason);
    const idempotencyKey = `credit:${input.idempotencyKey}`;
    return this.unitOfWork.run(actor, async (tx) => {
      const [locked] = await invoiceStore.lockMany(tx, [invoiceId]);
      const known = await creditNoteStore.ofKey(tx, idempotencyKey);
      if (known !== null) {
        const isSame = known.invoiceId === invoiceId && known.amountMinor === amountMinor;
        if (isSame && locked !== undefined) return locked;
        const message = 'This key was used for something else.';
        throw platformErrors.error('IDEMPOTENCY_KEY_REUSED', message, { path: ['idempotencyKey'] });
      }
      const invoice = await creditableInvoice(tx, invoiceId);
      const note = { kind: 'credited', amountMinor, reason, idempotencyKey } as const;
      return this.notes.make(tx, invoice, note);
    });
  }
}
