import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AccountBooks } from '../testing/account-books.js';
import { madeEntry as entry } from '../testing/made-entry.js';
import { batch, told, verdicts } from '../testing/made-telling.js';
import type { Telling, ToldEntry } from './account-telling.js';

const amountOf = ({ amountMinor }: ToldEntry): bigint => amountMinor;
const total = (all: readonly ToldEntry[]): bigint =>
  all.map(amountOf).reduce((sum, amount) => sum + amount, 0n);

const payments = (count: number, from = 0): ToldEntry[] =>
  Array.from({ length: count }, (_, nth) => {
    const at = from + nth;
    return entry({
      amountMinor: 11_00n + BigInt(at * at) * 37n,
      endToEndId: `E${at}`,
      account: `DE${at}`,
    });
  });

const sumOf = (all: readonly ToldEntry[]): ToldEntry =>
  entry({ amountMinor: total(all), format: 'mt940' });

const shared = Array.from({ length: 4 }, (_, at) =>
  entry({ amountMinor: 101_00n + BigInt(at) * 7_13n, reference: `RF${at}` }),
);

describe('a day between the same two balances, told singly and as batches', () => {
  it.each([
    [1, 2],
    [2, 2],
    [3, 2],
    [2, 6],
    [2, 8],
    [3, 10],
    [2, 100],
  ])('comes in once: %d batches of %d', (batches, size) => {
    const parts = Array.from({ length: batches }, (_, at) => payments(size, at * size));
    for (const rest of [shared, []]) {
      const single = told(0n, [...rest, ...parts.flat()]);
      const inMt940 = rest.map((one) => ({ ...one, format: 'mt940' }));
      const sums = told(0n, [...inMt940, ...parts.map(sumOf)]);
      const isKnown = rest.map(() => 'known');
      expect(verdicts(single, sums)[1]).toEqual([...isKnown, ...parts.map(() => 'other-parts')]);
      const waits = parts.flat().map(() => 'other-parts');
      expect(verdicts(sums, single)[1]).toEqual([...isKnown, ...waits]);
    }
  });

  it('comes in once where each of the two has batches of its own', () => {
    const [one, two, three] = payments(3) as [ToldEntry, ToldEntry, ToldEntry];
    const [fee] = shared as [ToldEntry];
    const first = told(0n, [fee, sumOf([one, two]), three]);
    const second = told(0n, [one, sumOf([two, three]), fee]);
    expect(verdicts(first, second)[1]).toEqual(['other-parts', 'other-parts', 'known']);
  });
});

describe('a report that told a batch as a sum, and the day that tells its payments', () => {
  const [two, five] = [
    entry({ amountMinor: 2_00n, endToEndId: 'A' }),
    entry({ amountMinor: 5_00n }),
  ];
  const [three, twenty] = [entry({ amountMinor: 3_00n }), entry({ amountMinor: 20_00n })];
  const inReport = (...all: readonly ToldEntry[]) =>
    all.map((one) => ({ ...one, format: 'camt.052' }));
  const day = told(0n, [three, two, five, twenty]);
  const report = told(0n, inReport(three, entry({ amountMinor: 7_00n })));
  const next = told(10_00n, inReport(twenty));

  it('know the line that both show, and what the batch may be waits', () => {
    expect(verdicts(report, next, day)[2]).toEqual([
      'known',
      'other-parts',
      'other-parts',
      'known',
    ]);
    expect(verdicts(report, day)[1]).toEqual(['known', 'other-parts', 'other-parts', 'new']);
    expect(verdicts(day, report)[1]).toEqual(['known', 'other-parts']);
  });
});

/** One payment of a day, and which batch each of two files tells it in; `null` for by itself. */
const payment = fc.record({
  amountMinor: fc.bigInt({ min: 1n, max: 12n }),
  isNamed: fc.boolean(),
  batches: fc.tuple(
    fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 }),
    fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 }),
  ),
});

type Payment = typeof payment extends fc.Arbitrary<infer One> ? One : never;

function tellingOf(
  all: readonly Payment[],
  which: 0 | 1,
  format: string,
  isSplit: boolean,
): Telling {
  const groups = new Map<string, ToldEntry[]>();
  all.forEach(({ amountMinor, isNamed, batches }, at) => {
    const name = batches[which] === null ? `single ${at}` : `batch ${batches[which]}`;
    const words = isNamed ? { endToEndId: `E${at}`, account: `DE${at}` } : {};
    const one = entry({ amountMinor, format, ...words });
    groups.set(name, [...(groups.get(name) ?? []), one]);
  });
  const entries = [...groups.values()].flatMap((parts) => {
    if (parts.length === 1) return parts;
    return isSplit ? batch({ format }, ...parts) : entry({ amountMinor: total(parts), format });
  });
  return told(100n, entries);
}

it('never brings a day in twice, whatever batches two files make of it', () => {
  const files = fc.record({
    first: fc.constantFrom('camt.053', 'camt.052', 'mt940'),
    second: fc.constantFrom('camt.053', 'camt.052', 'mt940'),
    isFirstSplit: fc.boolean(),
    isSecondSplit: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(payment, { minLength: 1, maxLength: 20 }),
      files,
      (all, { first, second, isFirstSplit, isSecondSplit }) => {
        const books = new AccountBooks();
        books.take(tellingOf(all, 0, first, isFirstSplit && first !== 'mt940'));
        const once = books.counted.length;
        books.take(tellingOf(all, 1, second, isSecondSplit && second !== 'mt940'));
        expect(books.counted).toHaveLength(once);
      },
    ),
    { numRuns: 400 },
  );
});
