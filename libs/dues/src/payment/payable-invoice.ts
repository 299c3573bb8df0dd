import { duesErrors } from '../dues.errors.js';

/** An invoice as far as a payment asks for it. */
interface Payable {
  readonly state: string;
  readonly currency: string;
}

/**
 * That a transfer in that currency may pay an invoice which somebody named.
 *
 * @throws CodedError INVOICE_NOT_FOUND, INVOICE_STATE for one that is paid or was cancelled
 */
export function requirePayable<Invoice extends Payable>(
  invoice: Invoice | undefined,
  currency: string,
  path: readonly string[],
): asserts invoice is Invoice {
  if (invoice === undefined || invoice.currency !== currency) {
    const message = 'There is no open invoice for this line.';
    throw duesErrors.error('INVOICE_NOT_FOUND', message, { path });
  }
  if (invoice.state === 'open') return;
  const { state } = invoice;
  const message = `The invoice is ${state} already.`;
  throw duesErrors.error('INVOICE_STATE', message, { path, data: { state } });
}
