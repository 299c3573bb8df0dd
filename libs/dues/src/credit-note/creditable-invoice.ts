import type { Tx } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { dueMinor } from '../invoice/invoice.js';
import { invoiceStore } from '../invoice/invoice.store.js';
import type { InvoiceRow } from '../invoice/invoice.store.js';

/**
 * Locks an invoice of which something is asked, and which is not the actor's own.
 *
 * @throws CodedError INVOICE_NOT_FOUND, INVOICE_OWN, INVOICE_STATE
 */
export async function creditableInvoice(tx: Tx, invoiceId: string): Promise<InvoiceRow> {
  const [invoice] = await invoiceStore.lockMany(tx, [invoiceId]);
  if (invoice === undefined) {
    throw duesErrors.error('INVOICE_NOT_FOUND', 'There is no such invoice.', {
      path: ['invoiceId'],
    });
  }
  if (invoice.memberId === tx.actor.memberId) {
    throw duesErrors.error('INVOICE_OWN', 'Nobody decides about their own dues.');
  }
  if (dueMinor(invoice) === 0n) {
    throw duesErrors.error('INVOICE_STATE', `The invoice is ${invoice.state} already.`, {
      data: { state: invoice.state },
    });
  }
  return invoice;
}
