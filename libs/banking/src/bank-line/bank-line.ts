import type { Entry, EntryDetail } from '@rochdale/bank-formats';
import { canonicalJson, sha256Hex } from '@rochdale/platform';
import { cameBack } from './came-back.js';

/** One movement of a bank account as the bank told it: what is kept, whatever comes of it. */
export interface BankLineDraft {
  /** A hash of what was said, and how often the statement said it before. */
  readonly identity: string;
  readonly bookingDate: string;
  readonly valueDate: string | null;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly reversal: boolean;
  readonly endToEndId: string | null;
  readonly bankReference: string | null;
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
  /** The structured reference (ISO 11649, QR), without spaces. */
  readonly reference: string | null;
  readonly freeText: string | null;
  readonly raw: object;
}

/** Which entry of its statement a line came from, and the bank's references of it. */
export interface EntryPlace {
  readonly entry: number;
  readonly keys: readonly (string | null)[];
}

interface Movement {
  readonly facts: EntryDetail | Entry;
  readonly amountMinor: bigint;
  /** Which detail of a batch it is; 0 for an entry of its own. */
  readonly part: number;
}

/**
 * A batch whose parts add up to it becomes its parts: each has its own reference. One whose parts
 * do not is kept whole, so that the sum of the lines is always what the account moved.
 */
function movements(entry: Entry): Movement[] {
  const parts = entry.details.map(({ amountMinor }) => amountMinor);
  const total = parts.reduce<bigint>((sum, part) => sum + (part ?? 0n), 0n);
  const isWhole = parts.length > 1 && parts.every((part) => part !== null && part !== 0n);
  if (isWhole && total === entry.amountMinor) {
    return entry.details.map((facts, index) => ({
      facts,
      amountMinor: facts.amountMinor ?? 0n,
      part: index,
    }));
  }
  const [only] = entry.details;
  const facts = entry.details.length === 1 && only !== undefined ? merged(entry, only) : entry;
  return [{ facts, amountMinor: entry.amountMinor, part: 0 }];
}

/** An entry with one transaction inside says the same things in two places: the inner one first. */
function merged(entry: Entry, detail: EntryDetail): Entry {
  const { remittance } = detail;
  const hasRemittance = remittance.structured.length > 0 || remittance.free.length > 0;
  return {
    ...entry,
    endToEndId: detail.endToEndId ?? entry.endToEndId,
    bankReference: entry.bankReference ?? detail.bankReference,
    counterparty: detail.counterparty ?? entry.counterparty,
    remittance: hasRemittance ? remittance : entry.remittance,
  };
}

function structuredReference(facts: EntryDetail | Entry): string | null {
  const found = facts.remittance.structured.find(({ reference }) => reference !== null);
  return found?.reference?.replaceAll(/\s/g, '').toUpperCase() ?? null;
}

function nullIfEmpty(text: string): string | null {
  return text.trim() === '' ? null : text.trim().slice(0, 1_000);
}

/** `NOTPROVIDED` is how files say that there is none. */
function realEndToEndId(text: string | null): string | null {
  return text === null || /^NOTPROVIDED$/i.test(text.trim()) ? null : text.trim();
}

/** What identifies a line apart from how often it stands there. */
function content(entry: Entry, { facts, amountMinor, part }: Movement): string {
  return sha256Hex(
    canonicalJson({
      bookingDate: entry.bookingDate,
      valueDate: entry.valueDate,
      amountMinor,
      currency: entry.currency,
      reversal: entry.reversal,
      part,
      bankReference: facts.bankReference ?? entry.bankReference,
      endToEndId: facts.endToEndId,
      counterparty: facts.counterparty?.account ?? null,
      structured: facts.remittance.structured.map(({ reference }) => reference),
      free: facts.remittance.free,
    }),
  );
}

/** An entry that is no line: where in the file it stands, and why it is none. */
export interface LeftOutEntry {
  readonly line: number | null;
  readonly why: 'no-day' | 'not-booked' | 'nothing' | 'other-currency';
}

/**
 * The lines of a statement's booked entries. Pending ones are left for the statement that books
 * them; entries without a day or an amount move nothing and are left out by name.
 */
export function bankLines(
  entries: readonly Entry[],
  statementCurrency: string,
  statementDate: string | null,
): { lines: BankLineDraft[]; origins: EntryPlace[]; leftOut: LeftOutEntry[] } {
  const seen = new Map<string, number>();
  const lines: BankLineDraft[] = [];
  const origins: EntryPlace[] = [];
  const leftOut: LeftOutEntry[] = [];
  for (const [at, entry] of entries.entries()) {
    const bookingDate = entry.bookingDate ?? entry.valueDate ?? statementDate;
    const { line } = entry;
    if (entry.status !== 'BOOK') leftOut.push({ line, why: 'not-booked' });
    else if (bookingDate === null) leftOut.push({ line, why: 'no-day' });
    else if (entry.amountMinor === 0n) leftOut.push({ line, why: 'nothing' });
    else if ((entry.currency ?? statementCurrency) !== statementCurrency) {
      leftOut.push({ line, why: 'other-currency' });
    } else {
      for (const movement of movements(entry)) {
        const key = content(entry, movement);
        const times = (seen.get(key) ?? 0) + 1;
        seen.set(key, times);
        lines.push(draft(entry, movement, bookingDate, statementCurrency, `${key}:${times}`));
        const keys = [movement.facts.bankReference, entry.bankReference];
        origins.push({ entry: at, keys });
      }
    }
  }
  return { lines, origins, leftOut };
}

function draft(
  entry: Entry,
  { facts, amountMinor }: Movement,
  bookingDate: string,
  currency: string,
  identity: string,
): BankLineDraft {
  return {
    identity,
    bookingDate,
    valueDate: entry.valueDate,
    amountMinor,
    currency,
    reversal: entry.reversal || cameBack(amountMinor, facts),
    endToEndId: realEndToEndId(facts.endToEndId),
    bankReference: facts.bankReference ?? entry.bankReference,
    counterpartyName: facts.counterparty?.name ?? null,
    counterpartyAccount: facts.counterparty?.account ?? null,
    reference: structuredReference(facts),
    freeText: nullIfEmpty(facts.remittance.free.join(' ')),
    raw: facts,
  };
}
