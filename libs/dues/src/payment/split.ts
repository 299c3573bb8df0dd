import type { NamedAccount } from '@rochdale/banking';
import { duesErrors } from '../dues.errors.js';
import { openMinor } from '../invoice/invoice.js';
import { requirePayable } from './payable-invoice.js';
import { settlementOf, sumOf } from './settlement.js';
import type { Part, Settled, Settlement } from './settlement.js';

/** What an invoice gets of a transfer, or an account of the books: one of them. */
export interface SplitPart extends NamedAccount {
  readonly invoiceId?: string | null;
  readonly amountMinor: bigint;
}

/** How somebody shares out a transfer: what each part gets, and whose credit the rest is. */
export interface Split {
  readonly parts: readonly SplitPart[];
  readonly creditMemberId: string | null;
}

const maxParts = 100;

/** @throws CodedError INVALID_SPLIT for what no transfer can be shared out by */
export function checkSplit({ parts, creditMemberId }: Split): void {
  if (parts.length > maxParts) throw invalid(`At most ${maxParts} parts.`, ['parts']);
  if (parts.length === 0 && creditMemberId === null) {
    throw invalid('Say which invoices it pays, what else it is for, or whose credit it is.', [
      'parts',
    ]);
  }
  const seen = new Set<string>();
  for (const [nth, part] of parts.entries()) {
    const { invoiceId = null, ledgerAccountId = null, accountKey = null, amountMinor } = part;
    const path = ['parts', String(nth)];
    if ([invoiceId, ledgerAccountId, accountKey].filter((id) => id !== null).length !== 1) {
      throw invalid('A part is of one thing: an invoice, or an account by its id or key.', [
        ...path,
        'invoiceId',
      ]);
    }
    if (amountMinor <= 0n) throw invalid('A part is more than nothing.', [...path, 'amountMinor']);
    if (invoiceId === null) continue;
    if (seen.has(invoiceId)) throw invalid('An invoice has one part.', [...path, 'invoiceId']);
    seen.add(invoiceId);
  }
}

/** An invoice as far as a split looks at it. */
export type SplitInvoice = Settled & { readonly state: string; readonly currency: string };

/**
 * What a line settles by a checked split, to the last cent.
 *
 * @throws CodedError INVOICE_NOT_FOUND, INVOICE_STATE, INVALID_SPLIT
 */
export function splitOf<Invoice extends SplitInvoice>(
  line: { readonly amountMinor: bigint; readonly currency: string },
  split: Split,
  invoices: ReadonlyMap<string, Invoice>,
): Settlement<Invoice> {
  const parts = split.parts.flatMap(({ invoiceId = null, amountMinor }, nth): Part<Invoice>[] => {
    if (invoiceId === null) return [];
    const path = ['parts', String(nth)];
    const invoice = invoices.get(invoiceId);
    requirePayable(invoice, line.currency, [...path, 'invoiceId']);
    if (amountMinor > openMinor(invoice)) {
      throw invalid('That is more than is open of it.', [...path, 'amountMinor']);
    }
    return [{ invoice, amountMinor }];
  });
  const restMinor = line.amountMinor - sumOf(split.parts);
  if (restMinor < 0n) throw invalid('The line brought less than that.', ['parts']);
  if (restMinor > 0n && split.creditMemberId === null) {
    throw invalid('Say whose credit the rest is.', ['creditMemberId']);
  }
  const credit = { memberId: split.creditMemberId ?? '', amountMinor: restMinor };
  return settlementOf(parts, [credit]);
}

const invalid = (message: string, path: readonly string[]): Error =>
  duesErrors.error('INVALID_SPLIT', message, { path: [...path] });
