import type { InvoiceRow } from '../invoice/invoice.store.js';
import { partsBack } from './parts-back.js';
import type { PartLeft } from './parts-back.js';
import type { Settled, Settlement } from '../payment/settlement.js';

/** A line that settled something, as a return of it is looked for. */
export interface ReturnCandidate {
  readonly lineId: string;
  /** What it settled and nobody took back. */
  readonly amountMinor: bigint;
  /** The parts that this is the sum of. */
  readonly parts: readonly PartLeft[];
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
  /** The invoices that it names. */
  readonly namedIds: readonly string[];
}

/**
 * Which line came back, or a part of which: of the right amount and not later, by the transfer's
 * own id, else by an invoice that it names, else by the account that paid. The account tells apart
 * those that share an id or an invoice; what cannot be told apart otherwise and paid for the same
 * invoice is the same, and the latest of them is taken. By the account alone, and of parts, only
 * what is unique is taken.
 */
export function returnedOne(
  told: ReturnTold,
  candidates: readonly ReturnCandidate[],
): ReturnCandidate | null {
  const { onDay, payerFingerprint, amountsMinor, namedIds } = told;
  const before = candidates.filter(({ paidOn }) => paidOn <= onDay);
  const whole = before.filter(({ amountMinor }) => amountsMinor.includes(amountMinor));
  const inPart = before.filter((one) => partsBack(amountsMinor, one.parts, namedIds) !== null);
  const isOfPayer = (one: ReturnCandidate): boolean =>
    payerFingerprint !== null && one.payerFingerprint === payerFingerprint;
  const isOther = (one: ReturnCandidate): boolean =>
    payerFingerprint !== null &&
    one.payerFingerprint !== null &&
    one.payerFingerprint !== payerFingerprint;
  const isExact = (one: ReturnCandidate): boolean => one.isSameTransfer && !isOther(one);
  const isNamed = (one: ReturnCandidate): boolean => one.isNamed && !isOther(one);
  const steps = [
    { found: whole.filter(isExact), ofSeveral: latest },
    { found: whole.filter(isNamed), ofSeveral: latest },
    { found: inPart.filter(isExact), ofSeveral: none },
    { found: inPart.filter(isNamed), ofSeveral: none },
    { found: whole.filter(isOfPayer), ofSeveral: none },
    { found: inPart.filter(isOfPayer), ofSeveral: none },
  ];
  const step = steps.find(({ found }) => found.length > 0);
  const [only = null, ...others] = step?.found ?? [];
  return step === undefined || others.length === 0 ? only : step.ofSeveral(step.found);
}

const none = (): null => null;

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
