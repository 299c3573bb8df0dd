import type { Actor, Tx } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { dueMinor } from '../invoice/invoice.js';
import type { Owed } from '../invoice/invoice.js';
import { invoiceStore } from '../invoice/invoice.store.js';
import type { InvoiceRow } from '../invoice/invoice.store.js';

/** Why nothing is taken off it by this person; null when something may be. */
export function whyNotCredit(
  { memberId }: Pick<Actor, 'memberId'>,
  invoice: Owed & { readonly memberId: string },
): 'INVOICE_OWN' | 'INVOICE_STATE' | null {
  if (invoice.memberId === memberId) return 'INVOICE_OWN';
  return dueMinor(invoice) === 0n ? 'INVOICE_STATE' : null;
}

/**
 * Locks an invoice of which something is asked, and which is not the actor's own.
 *
 * @throws CodedError INVOICE_NOT_FOUND, INVOICE_OWN, INVOICE_STATE
 */
export async function creditableInvoice(tx: Tx, invoiceId: string): Promise<InvoiceRow> {
  const path = ['invoiceId'];
  const [invoice] = await invoiceStore.lockMany(tx, [invoiceId]);
  if (invoice === undefined) {
    throw duesErrors.error('INVOICE_NOT_FOUND', 'There is no such invoice.', { path });
  }
  const reason = whyNotCredit(tx.actor, invoice);
  if (reason === 'INVOICE_OWN') {
    throw duesErrors.error('INVOICE_OWN', 'Nobody decides about their own dues.', { path });
  }
  if (reason === 'INVOICE_STATE') {
    throw duesErrors.error('INVOICE_STATE', `The invoice is ${invoice.state} already.`, {
      path,
      data: { state: invoice.state },
    });
  }
  return invoice;
}
