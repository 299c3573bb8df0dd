import { describe, expect, it } from 'vitest';
import { AccountBooks } from '../testing/account-books.js';
import { madeEntry as entry } from '../testing/made-entry.js';
import { told } from '../testing/made-telling.js';
import type { Telling, ToldEntry } from './account-telling.js';

const coffee = entry({ text: 'COFFEE' });
const notice = (...entries: readonly ToldEntry[]): Telling =>
  told(
    null,
    entries.map((one) => ({ ...one, format: 'camt.054' })),
  );

/** One that counts and one that waits to be it, as two notices tell them; and what is told then. */
function settledBy(...tellings: readonly Telling[]) {
  const books = new AccountBooks();
  for (const one of [notice(coffee), notice(coffee), ...tellings.slice(0, -1)]) books.take(one);
  expect([books.counted.length, books.waiting.length]).toEqual([1, 1]);
  const [last = notice()] = tellings.slice(-1);
  const { confirmed, repeated } = books.take(last);
  return { confirmed: confirmed.length, repeated: repeated.length };
}
const [own, again, open] = [
  { confirmed: 1, repeated: 0 },
  { confirmed: 0, repeated: 1 },
  { confirmed: 0, repeated: 0 },
];
const wide = { from: '2026-01-09', to: '2026-01-11' };

describe('what waits for a person', () => {
  it('is its own where one statement shows both', () => {
    expect(settledBy(told(0n, [coffee, coffee], wide))).toEqual(own);
  });

  it('is told again where a statement of the whole day shows one', () => {
    expect(settledBy(told(0n, [coffee], wide))).toEqual(again);
    expect(settledBy(told(null, [coffee], wide))).toEqual(again);
    expect(settledBy(told(0n, [{ ...coffee, format: 'camt.052' }], wide))).toEqual(again);
  });

  it.each(['csv', 'ofx', 'camt.054'])('stays open in %s, which may leave lines out', (format) => {
    expect(settledBy(told(0n, [{ ...coffee, format }], wide))).toEqual(open);
  });

  it('stays open where a report without balances shows one', () => {
    expect(settledBy(told(null, [{ ...coffee, format: 'camt.052' }], wide))).toEqual(open);
  });

  it('stays open where another day is told', () => {
    expect(settledBy(told(0n, [entry({ text: 'TEA', day: '2026-01-11' })], wide))).toEqual(open);
  });
});
