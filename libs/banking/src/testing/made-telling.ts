import type { Telling, ToldEntry } from '../telling/account-telling.js';
import { AccountBooks } from './account-books.js';
import { madeEntry as entry } from './made-entry.js';

let files = 0;

/** A statement that opens with this balance (none: it has no balances) and closes as it must. */
export function told(
  openingMinor: bigint | null,
  entries: readonly ToldEntry[],
  head: Partial<Telling> = {},
): Telling {
  files += 1;
  const format = entries[0]?.format ?? 'camt.053';
  const sum = entries.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  return {
    fileId: `f${files}`,
    format,
    reference: `s${files}`,
    sequence: null,
    from: null,
    to: null,
    span: openingMinor === null ? null : { openingMinor, closingMinor: openingMinor + sum },
    entries,
    ...head,
  };
}

/** What becomes of the entries of these statements, the one after the other. */
export function verdicts(...tellings: readonly Telling[]): string[][] {
  const books = new AccountBooks();
  return tellings.map((telling) =>
    books
      .take(telling)
      .verdicts.map((verdict) => (verdict.is === 'unclear' ? verdict.doubt : verdict.is)),
  );
}

/** A batch of these payments. */
export function batch(facts: Partial<ToldEntry>, ...parts: readonly ToldEntry[]): ToldEntry {
  const amounts = parts.map(({ amountMinor }) => amountMinor);
  return entry({
    amountMinor: amounts.reduce((sum, amount) => sum + amount, 0n),
    parts: amounts.map(String).toSorted().join(' '),
    split: parts,
    ...facts,
  });
}
