export type InvoiceState = 'open' | 'paid' | 'waived' | 'cancelled';

/** The sums of an invoice, each zero or more: what was claimed, taken off again, and settled. */
export interface Owed {
  readonly amountMinor: bigint;
  readonly creditedMinor: bigint;
  readonly paidMinor: bigint;
}

/** What is asked of it in the end: what was claimed without what was taken off. */
export function dueMinor({ amountMinor, creditedMinor }: Owed): bigint {
  return amountMinor - creditedMinor;
}

/** What is still to come of it. */
export function openMinor(invoice: Owed): bigint {
  return dueMinor(invoice) - invoice.paidMinor;
}

/** How an invoice ends of which nothing is asked: it was taken back, or never to be paid. */
export type NothingDue = Extract<InvoiceState, 'waived' | 'cancelled'>;

/** The state that goes with the sums. */
export function stateOf(invoice: Owed, nothingDue: NothingDue): InvoiceState {
  if (dueMinor(invoice) === 0n) return nothingDue;
  return openMinor(invoice) === 0n ? 'paid' : 'open';
}

/** Those that are to be paid first, first. */
export function dueFirst<Invoice extends { readonly dueOn: string; readonly number: bigint }>(
  invoices: readonly Invoice[],
): Invoice[] {
  return invoices.toSorted((one, other) =>
    one.dueOn === other.dueOn
      ? Number(one.number - other.number)
      : one.dueOn < other.dueOn
        ? -1
        : 1,
  );
}
