import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { dueMinor } from '../invoice/invoice.js';
import type { InvoiceRow } from '../invoice/invoice.store.js';
import { creditableInvoice } from './creditable-invoice.js';
import { checkReason } from './credit-note.js';
import { CreditNotes } from './credit-notes.js';

/** A treasurer takes back an invoice that should not have been; what was paid of it is credit. */
@Injectable()
export class CancelInvoice {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notes: CreditNotes,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, INVOICE_NOT_FOUND, INVOICE_STATE, INVOICE_OWN,
   *   INVALID_CREDIT_NOTE
   */
  async execute(
    actor: Actor,
    input: { readonly invoiceId: string; readonly reason: string },
  ): Promise<InvoiceRow> {
    permit(actor, 'dues-invoice.credit');
    const reason = checkReason(input.reason);
    return this.unitOfWork.run(actor, async (tx) => {
      const invoice = await creditableInvoice(tx, input.invoiceId);
      return this.notes.make(tx, invoice, {
        kind: 'cancelled',
        amountMinor: dueMinor(invoice),
        reason,
        idempotencyKey: `cancel:${invoice.id}`,
      });
    });
  }
}
