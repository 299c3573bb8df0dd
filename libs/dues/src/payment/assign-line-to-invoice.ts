import { Injectable } from '@nestjs/common';
import { BankLines } from '@rochdale/banking';
import { assert, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { invoiceStore } from '../invoice/invoice.store.js';
import type { InvoiceRow } from '../invoice/invoice.store.js';
import { whyNotPay } from './line-direction.js';
import { requirePayable } from './payable-invoice.js';
import { PaymentBooking } from './payment-booking.js';
import { settlementOf } from './settlement.js';

/** A treasurer says which invoice a bank line pays; what is more is the member's credit. */
@Injectable()
export class AssignLineToInvoice {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: BankLines,
    private readonly booking: PaymentBooking,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, INVOICE_NOT_FOUND, INVOICE_STATE unless it is open,
   *   BANK_LINE_NOT_FOUND, BANK_LINE_MATCHED
   */
  async execute(actor: Actor, input: { lineId: string; invoiceId: string }): Promise<InvoiceRow> {
    permit(actor, 'dues-line.assign');
    return this.unitOfWork.run(actor, async (tx) => {
      const line = await this.lines.lockOne(tx, input.lineId, { evenFlagged: true });
      const [invoice] = await invoiceStore.lockMany(tx, [input.invoiceId]);
      if (whyNotPay(line) !== null) {
        // What leaves an account pays no invoice, whichever is named.
        const message = 'What leaves the account pays no invoice.';
        throw duesErrors.error('INVOICE_NOT_FOUND', message, { path: ['lineId'] });
      }
      requirePayable(invoice, line.currency, ['invoiceId']);
      const { amountMinor } = line;
      const settlement = settlementOf([{ invoice, amountMinor }], []);
      const claim = await this.booking.book(tx, line, {
        settlement,
        because: 'a treasurer said so',
      });
      await this.lines.markMatched(tx, line.id, claim);
      const [booked] = await invoiceStore.lockMany(tx, [invoice.id]);
      assert(booked !== undefined, 'a paid invoice is there');
      return booked;
    });
  }
}
