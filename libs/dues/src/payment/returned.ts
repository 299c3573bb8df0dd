import type { InvoiceRow } from '../invoice/invoice.store.js';
import type { Settled, Settlement } from './settlement.js';

/** A line that settled something, as a return of it is looked for. */
export interface ReturnCandidate {
  readonly lineId: string;
  /** What it settled and nobody took back. */
  readonly amountMinor: bigint;
  readonly payerFingerprint: string | null;
  readonly paidOn: string;
  /** Whether it paid an invoice that the return names. */
  readonly isNamed: boolean;
  /** Whether it has the end-to-end id of the return. */
  readonly isSameTransfer: boolean;
}

/** A line that takes money back, as its bank told it. Amounts are positive. */
export interface ReturnTold {
  readonly onDay: string;
  readonly payerFingerprint: string | null;
  /** What may have been paid then: with and without what the bank kept as its fee. */
  readonly amountsMinor: readonly bigint[];
}

/**
 * Which line came back: of the right amount and not later, by the transfer's own id, else by an
 * invoice that it names, else by the account that paid. The account tells apart those that share an
 * id or an invoice; what cannot be told apart otherwise and paid for the same invoice is the same,
 * and the latest of them is taken. By the account alone only what is unique is taken.
 */
export function returnedOne(
  told: ReturnTold,
  candidates: readonly ReturnCandidate[],
): ReturnCandidate | null {
  const { onDay, payerFingerprint, amountsMinor } = told;
  const fitting = candidates.filter(({ paidOn, amountMinor }) => {
    return paidOn <= onDay && amountsMinor.includes(amountMinor);
  });
  const isOfPayer = (one: ReturnCandidate): boolean =>
    payerFingerprint !== null && one.payerFingerprint === payerFingerprint;
  const isOther = (one: ReturnCandidate): boolean =>
    payerFingerprint !== null &&
    one.payerFingerprint !== null &&
    one.payerFingerprint !== payerFingerprint;
  const exact = fitting.filter((one) => one.isSameTransfer && !isOther(one));
  if (exact.length > 0) return latest(exact);
  const named = fitting.filter((one) => one.isNamed && !isOther(one));
  if (named.length > 0) return latest(named);
  const [only, ...others] = fitting.filter(isOfPayer);
  return only === undefined || others.length > 0 ? null : only;
}

function latest(candidates: readonly ReturnCandidate[]): ReturnCandidate | null {
  const [first, ...rest] = candidates;
  if (first === undefined) return null;
  return rest.reduce((found, one) => (one.paidOn > found.paidOn ? one : found), first);
}

/** What a return took from one member: of their invoices by reference, and of their credit. */
export interface TakenBack {
  readonly memberId: string;
  /** Positive. */
  readonly amountMinor: bigint;
  readonly references: readonly string[];
}

type Taken = Settlement<Pick<InvoiceRow, 'memberId' | 'reference'> & Settled>;

/** Whom a return takes from, and how much: the members of the invoices first. */
export function takenBackFrom({ parts, credits }: Taken): TakenBack[] {
  const members = new Map<string, TakenBack>();
  const take = (memberId: string, amountMinor: bigint, references: readonly string[]): void => {
    const known = members.get(memberId) ?? { memberId, amountMinor: 0n, references: [] };
    members.set(memberId, {
      memberId,
      amountMinor: known.amountMinor - amountMinor,
      references: [...known.references, ...references],
    });
  };
  for (const { invoice, amountMinor } of parts) {
    take(invoice.memberId, amountMinor, [invoice.reference]);
  }
  for (const { memberId, amountMinor } of credits) take(memberId, amountMinor, []);
  return [...members.values()];
}
