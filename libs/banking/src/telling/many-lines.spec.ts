import { describe, expect, it } from 'vitest';
import { AccountBooks } from '../testing/account-books.js';
import { madeEntry } from '../testing/made-entry.js';
import { told } from '../testing/made-telling.js';
import type { Telling, ToldEntry } from './account-telling.js';

const amountMinor = 12_00n;

/** How often the amounts of lines are looked at when the last of these statements is read. */
function looksAt(tellings: readonly Telling[]): number {
  let looks = 0;
  const counting = (entry: ToldEntry): ToldEntry =>
    Object.defineProperty({ ...entry }, 'amountMinor', {
      enumerable: true,
      get: () => {
        looks += 1;
        return amountMinor;
      },
    });
  const books = new AccountBooks();
  for (const telling of tellings) {
    looks = 0;
    books.take({ ...telling, entries: telling.entries.map(counting) });
  }
  return looks;
}

type Line = (place: number, file: number) => Partial<ToldEntry>;

const dayOf = (length: number, line: Line, file: number): ToldEntry[] =>
  Array.from({ length }, (_, at) => madeEntry({ amountMinor, ...line(at, file) }));

/** Statements of one day, the one after the other; the first once more, in another format. */
function statements(length: number, line: Line): Telling[] {
  const total = amountMinor * BigInt(length);
  const those = [0, 1, 2].map((file) => told(total * BigInt(file), dayOf(length, line, file)));
  const again = dayOf(length, line, 0).map((entry) => ({ ...entry, format: 'camt.052' }));
  return [...those, told(0n, again)];
}

/** Lines of one amount, as the dues of hundreds of members are on the first of a month. */
const kinds: readonly (readonly [string, Line])[] = [
  ['with references', (at, file) => ({ keys: [`K${file}/${at}`], text: `MEMBER ${at}` })],
  ['with end-to-end ids', (at, file) => ({ endToEndId: `E${file}/${at}`, text: `MEMBER ${at}` })],
  ['that say the same', () => ({ text: 'CASH' })],
  ['that say one of a few things', (at) => ({ text: `CASH ${at % 5}` })],
];

describe('lines of one day and amount', () => {
  it.each(kinds)('%s are not compared with each other', (_, line) => {
    const [few, many] = [100, 400].map((length) => looksAt(statements(length, line)));
    // Each with each would be sixteen times as often.
    expect((many ?? 0) / (few ?? 1)).toBeLessThan(6);
  });
});
