import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { InvoicePaid, InvoiceReopened } from '../dues.events.js';
import { stateOf } from './invoice.js';
import { invoiceStore } from './invoice.store.js';
import type { InvoiceRow } from './invoice.store.js';
import { paymentStore } from './payment.store.js';
import type { PaymentDraft } from './payment.store.js';

/** A payment, but for what the invoice says itself. */
export type PaymentOfInvoice = Omit<PaymentDraft, 'invoiceId' | 'memberId' | 'currency'>;

/**
 * Notes a payment of a locked invoice, or what was taken back of one: its sums, its state and what
 * is told of it. In the caller's transaction, which posts it. Asserts that it fits.
 */
export async function payInvoice(
  tx: Tx,
  invoice: InvoiceRow,
  payment: PaymentOfInvoice,
): Promise<InvoiceRow> {
  const { id: invoiceId, memberId, currency, creditedMinor } = invoice;
  const { amountMinor, transactionId } = payment;
  const paidMinor = invoice.paidMinor + amountMinor;
  const state = stateOf({ ...invoice, paidMinor }, 'cancelled');
  const changed = await invoiceStore.change(tx, invoice, { paidMinor, creditedMinor, state });
  assert(changed !== null, 'a locked invoice is as it was read');
  await paymentStore.insert(tx, { ...payment, invoiceId, memberId, currency });
  const told = { invoiceId, memberId, transactionId, currency };
  if (amountMinor > 0n) {
    const isWhole = state === 'paid';
    tx.announce(
      InvoicePaid.of(invoiceId, { ...told, isWhole, amountMinor: amountMinor.toString() }),
    );
  } else {
    const taken = (-amountMinor).toString();
    tx.announce(InvoiceReopened.of(invoiceId, { ...told, amountMinor: taken }));
  }
  return changed;
}
