import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf } from './release.js';
import { sharesInParts } from '../testing/shares-in-parts.js';

const euro = 100n;
/** Of a plan from 3.00 to 50.00, in whole euros above the least. */
const [leastMinor, span] = [3n * euro, 47];

/** The first figure of dues, of whoever gives so much. */
function firstOf(given: readonly bigint[]) {
  const shares = new Map(given.map((minor, index) => [`member:${index}`, minor]));
  const amountMinor = given.reduce((all, minor) => all + minor, 0n);
  const dues = { kind: 'income', code: 'dues-income', currency: 'EUR' } as const;
  const sum = { ...dues, month: '2026-01', amountMinor, shares: sharesInParts(shares) };
  return cellsOf([sum], [], sum.month).map((cell) => cell.amountMinor);
}

describe('a first figure of dues', () => {
  it('comes out whatever six or more give, so that waiting says nothing of it', () => {
    const given = fc.array(fc.integer({ min: 0, max: span }), { minLength: 6, maxLength: 40 });
    fc.assert(
      fc.property(given, (above) => {
        expect(firstOf(above.map((euros) => leastMinor + BigInt(euros) * euro))).toHaveLength(1);
      }),
    );
  });

  it('is told where all seven give the least, and tells it', () => {
    expect(firstOf(Array.from({ length: 7 }, () => leastMinor))).toEqual([7n * leastMinor]);
  });
});

/** How likely each number of euros above the least is: of the others, fewer the more it is. */
function likely(atTheLeast: number): number[] {
  const others = Array.from({ length: span }, (_, index) => 0.88 ** index);
  const all = others.reduce((sum, one) => sum + one, 0);
  return [atTheLeast, ...others.map((one) => ((1 - atTheLeast) * one) / all)];
}

/** How likely so many give so much above the least together, up to a number of euros. */
function sumsOf(members: number, of: readonly number[], most: number): number[] {
  let sums = [1];
  for (let each = 0; each < members; each += 1) {
    const next = Array.from({ length: most + 1 }, () => 0);
    for (const [sum, p] of sums.entries()) {
      for (const [more, q] of of.entries()) {
        if (sum + more <= most) next[sum + more] = (next[sum + more] ?? 0) + p * q;
      }
    }
    sums = next;
  }
  return sums;
}

const total = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0);

/**
 * If figures waited as long as all together give less than so many euros above the least: how
 * often one would wait, and how many of those behind it who guesses the least has right.
 */
function ifItWaited(members: number, below: number) {
  const of = likely(0.3);
  const most = Math.ceil(below) - 1;
  const waits = total(sumsOf(members, of, most));
  const right = (0.3 * total(sumsOf(members - 1, of, most))) / waits;
  return { waits: Number(waits.toFixed(3)), right: Number(right.toFixed(2)) };
}

describe('a rule that held back what is near the least', () => {
  it('would tell by waiting that nearly all give it, of whom three in ten do', () => {
    const fifth = span / 5;
    expect(ifItWaited(7, fifth)).toEqual({ waits: 0.023, right: 0.62 });
    expect(ifItWaited(12, fifth)).toEqual({ waits: 0, right: 0.7 });
    expect(ifItWaited(30, fifth)).toEqual({ waits: 0, right: 0.83 });
  });

  it('would tell little only if it held back nearly all figures that there are', () => {
    const fifth = span / 5;
    expect(ifItWaited(7, 7 * fifth)).toEqual({ waits: 0.894, right: 0.32 });
    expect(ifItWaited(30, 30 * fifth)).toEqual({ waits: 0.993, right: 0.3 });
  });
});
