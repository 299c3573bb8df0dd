import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from './account-telling.js';
import { canSum, isSumOfSome, leads, pieces } from './balances.js';

const small = fc.bigInt({ min: -6n, max: 6n });

/** Every choice of them, by its sum. */
function allSums(amounts: readonly bigint[]): Set<bigint> {
  const sums = new Set<bigint>();
  for (let choice = 0; choice < 2 ** amounts.length; choice += 1) {
    const chosen = amounts.filter((_, at) => (choice & (2 ** at)) !== 0);
    sums.add(chosen.reduce((sum, amount) => sum + amount, 0n));
  }
  return sums;
}

describe('whether some amounts add up', () => {
  it('is so where some choice of them does, none and all of them too', () => {
    fc.assert(
      fc.property(fc.array(small, { maxLength: 8 }), small, (amounts, wanted) => {
        expect(canSum(amounts, wanted)).toBe(allSums(amounts).has(wanted));
      }),
    );
  });

  it('is so of one at least where one of them, or several, do', () => {
    fc.assert(
      fc.property(fc.array(small, { maxLength: 8 }), small, (amounts, wanted) => {
        const isSome = amounts.some((one, at) => allSums(amounts.slice(at + 1)).has(wanted - one));
        expect(isSumOfSome(amounts, wanted)).toBe(isSome);
      }),
    );
  });

  it('is held for possible where there are too many sums to follow', () => {
    const powers = Array.from({ length: 20 }, (_, nth) => 3n ** BigInt(nth));
    expect(canSum(powers.slice(0, 14), 2n)).toBe(false);
    expect(canSum(powers, 2n)).toBe(true);
  });
});

const way = (...places: readonly bigint[]): Span[] =>
  places.slice(1).map((closingMinor, at) => ({ openingMinor: places[at] ?? 0n, closingMinor }));

/** The fewest walks that take each span once, found by trying every order. */
function fewestWalks(spans: readonly Span[]): number {
  const walk = (left: readonly Span[], at: bigint | null): number => {
    if (left.length === 0) return 0;
    const costs = left.map((span, nth) => {
      const rest = left.filter((_, other) => other !== nth);
      return (span.openingMinor === at ? 0 : 1) + walk(rest, span.closingMinor);
    });
    return Math.min(...costs);
  };
  return walk(spans, null);
}

describe('spans lead', () => {
  const spans = [
    { openingMinor: 0n, closingMinor: 5n },
    { openingMinor: 5n, closingMinor: 0n },
    { openingMinor: 5n, closingMinor: 9n },
  ];

  it.each([
    [0n, 9n, true],
    [5n, 0n, true],
    [7n, 7n, true],
    [9n, 0n, false],
    [0n, 7n, false],
  ])('from %d to %d: %s', (from, to, is) => {
    expect(leads(spans, from, to)).toBe(is);
  });
});

describe('the pieces of an account’s way', () => {
  it.each<[string, Span[], number]>([
    ['nothing', [], 0],
    ['a chain', way(0n, 5n, 10n, 3n), 1],
    ['a chain in any order', way(0n, 5n, 10n, 3n).toReversed(), 1],
    ['a day that comes back to where it began', way(5n, 9n, 5n), 1],
    ['a day of nothing', way(5n, 5n), 1],
    ['a hole', [...way(0n, 5n), ...way(7n, 9n)], 2],
    ['a span told twice', [...way(0n, 5n), ...way(0n, 5n)], 2],
    ['there, back, and there again', way(0n, 5n, 0n, 5n), 1],
    ['a round, and a way apart', [...way(5n, 9n, 5n), ...way(1n, 2n)], 2],
  ])('of %s', (_, spans, count) => {
    expect(pieces(spans)).toBe(count);
  });

  it('are the fewest walks that take each span once', () => {
    const place = fc.bigInt({ min: 0n, max: 3n });
    const span = fc.record({ openingMinor: place, closingMinor: place });
    fc.assert(
      fc.property(fc.array(span, { maxLength: 5 }), (spans) => {
        expect(pieces(spans)).toBe(fewestWalks(spans));
      }),
    );
  });
});
