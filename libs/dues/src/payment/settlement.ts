import { openMinor } from '../invoice/invoice.js';
import type { Owed } from '../invoice/invoice.js';

/** An invoice as far as a settlement looks at it. */
export type Settled = Owed & { readonly id: string; readonly memberId: string };

/** What is to be settled of an invoice, or with a negative amount to be taken back. */
export interface Part<Invoice extends Settled = Settled> {
  readonly invoice: Invoice;
  readonly amountMinor: bigint;
}

/** What comes to the credit of a member, or with a negative amount goes of it. */
export interface CreditPart {
  readonly memberId: string;
  readonly amountMinor: bigint;
}

/** What an account of the books gets beside them, or with a negative amount gives back. */
export interface AccountPart {
  readonly accountId: string;
  readonly amountMinor: bigint;
}

/** What invoices take of it and what is left to members; nothing in either is zero. */
export interface Settlement<Invoice extends Settled = Settled> {
  readonly parts: readonly Part<Invoice>[];
  readonly credits: readonly CreditPart[];
}

export const sumOf = (parts: readonly { readonly amountMinor: bigint }[]): bigint =>
  parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

/**
 * What is settled where. An invoice takes no more than is open of it, and gives back no more than
 * was paid: by now it may have been paid otherwise, or credited. The rest is the member's credit.
 */
export function settlementOf<Invoice extends Settled>(
  parts: readonly Part<Invoice>[],
  credits: readonly CreditPart[],
): Settlement<Invoice> {
  const fitting = parts.map(({ invoice, amountMinor }) => ({
    invoice,
    amountMinor: within(amountMinor, -invoice.paidMinor, openMinor(invoice)),
  }));
  const rest = new Map<string, bigint>();
  const add = (memberId: string, amountMinor: bigint) =>
    rest.set(memberId, (rest.get(memberId) ?? 0n) + amountMinor);
  for (const { memberId, amountMinor } of credits) add(memberId, amountMinor);
  for (const [nth, { invoice, amountMinor }] of parts.entries()) {
    add(invoice.memberId, amountMinor - (fitting[nth]?.amountMinor ?? 0n));
  }
  return {
    parts: fitting.filter(({ amountMinor }) => amountMinor !== 0n),
    credits: [...rest]
      .filter(([, amountMinor]) => amountMinor !== 0n)
      .map(([memberId, amountMinor]) => ({ memberId, amountMinor })),
  };
}

const within = (amount: bigint, least: bigint, most: bigint): bigint =>
  amount < least ? least : amount > most ? most : amount;

/**
 * How a transfer is shared among the invoices that it names: all of each. What is more is the
 * credit of their member. Null when it is less than they are, or more and they are of several
 * members: then a person says how.
 */
export function sharedAmong<Invoice extends Settled>(
  amountMinor: bigint,
  invoices: readonly Invoice[],
): Settlement<Invoice> | null {
  const [first] = invoices;
  if (first === undefined) return null;
  if (invoices.length === 1) return settlementOf([{ invoice: first, amountMinor }], []);
  const parts = invoices.map((invoice) => ({ invoice, amountMinor: openMinor(invoice) }));
  const restMinor = amountMinor - sumOf(parts);
  const isOfOne = invoices.every(({ memberId }) => memberId === first.memberId);
  if (restMinor < 0n || (restMinor > 0n && !isOfOne)) return null;
  return settlementOf(parts, [{ memberId: first.memberId, amountMinor: restMinor }]);
}
