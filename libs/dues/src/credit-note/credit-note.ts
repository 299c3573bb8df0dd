import { duesErrors } from '../dues.errors.js';
import { dueMinor, openMinor, stateOf } from '../invoice/invoice.js';
import type { InvoiceState, NothingDue, Owed } from '../invoice/invoice.js';

/** An invoice after something was taken off it, and what its member has paid too much by that. */
export interface Credited {
  readonly creditedMinor: bigint;
  readonly paidMinor: bigint;
  readonly state: InvoiceState;
  readonly surplusMinor: bigint;
}

/**
 * What a credit note makes of an invoice: what was paid beyond what is still asked is given back as
 * credit.
 *
 * @throws CodedError INVALID_CREDIT_NOTE
 */
export function creditedOf(invoice: Owed, amountMinor: bigint, nothingDue: NothingDue): Credited {
  if (amountMinor <= 0n || amountMinor > dueMinor(invoice)) {
    throw duesErrors.error('INVALID_CREDIT_NOTE', 'At most what is asked is taken off.', {
      path: ['amountMinor'],
      data: { dueMinor: dueMinor(invoice).toString() },
    });
  }
  const creditedMinor = invoice.creditedMinor + amountMinor;
  const asked = invoice.amountMinor - creditedMinor;
  const paidMinor = invoice.paidMinor > asked ? asked : invoice.paidMinor;
  const state = stateOf({ ...invoice, creditedMinor, paidMinor }, nothingDue);
  return { creditedMinor, paidMinor, state, surplusMinor: invoice.paidMinor - paidMinor };
}

/**
 * What a waiver that was granted later takes off an open invoice: down to what is given instead,
 * and nothing of what was paid already.
 */
export function waivedOf(invoice: Owed, reliefMinor: bigint): bigint {
  const wanted = dueMinor(invoice) - reliefMinor;
  const most = openMinor(invoice);
  if (wanted <= 0n) return 0n;
  return wanted < most ? wanted : most;
}

const maxReason = 500;

/** @throws CodedError INVALID_CREDIT_NOTE */
export function checkReason(reason: string): string {
  const text = reason.trim();
  if (text !== '' && text.length <= maxReason) return text;
  throw duesErrors.error('INVALID_CREDIT_NOTE', `A reason has 1 to ${maxReason} characters.`, {
    path: ['reason'],
  });
}
