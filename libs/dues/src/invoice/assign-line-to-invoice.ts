import { Injectable } from '@nestjs/common';
import { BankLines } from '@rochdale/banking';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { DuesBooking } from './dues-booking.js';
import { invoiceStore } from './invoice.store.js';
import type { InvoiceRow } from './invoice.store.js';

/** A treasurer says which invoice a bank line pays. */
@Injectable()
export class AssignLineToInvoice {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: BankLines,
    private readonly booking: DuesBooking,
  ) {}

  /** @throws CodedError FORBIDDEN, INVOICE_NOT_FOUND, BANK_LINE_NOT_FOUND, BANK_LINE_MATCHED */
  async execute(actor: Actor, input: { lineId: string; invoiceId: string }): Promise<InvoiceRow> {
    permit(actor, 'dues-line.assign');
    return this.unitOfWork.run(actor, async (tx) => {
      const line = await this.lines.lockOne(tx, input.lineId, { evenFlagged: true });
      const invoice = await invoiceStore.lock(tx, input.invoiceId);
      const isFit = invoice?.state === 'open' && invoice.currency === line.currency;
      if (invoice === null || !isFit || line.amountMinor <= 0n) {
        throw duesErrors.error('INVOICE_NOT_FOUND', 'There is no open invoice for this line.');
      }
      const because = 'a treasurer said so';
      const booked = await this.booking.book(tx, line, { invoice, because });
      await this.lines.markMatched(tx, line.id, booked.claim);
      return booked.invoice;
    });
  }
}
