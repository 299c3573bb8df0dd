import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOfUnit, together } from './shares.js';
import type { Shares } from './shares.js';
import { explainsSomebody } from './explained.js';
import { standsBeside } from './subtraction.js';

const figure = (amounts: Readonly<Record<string, number>>): Shares =>
  new Map(Object.entries(amounts).map(([who, minor]) => [who, BigInt(minor) * partsOfUnit]));

/** Members' dues, by who is meant. */
const dues: Readonly<Record<string, number>> = Object.fromEntries(
  'abcdefghijklmn'.split('').map((who, at) => [who, 500 + 137 * at]),
);
const of = (who: string): Shares =>
  figure(Object.fromEntries(who.split('').map((one) => [one, dues[one] ?? 0])));

const stands = (one: Shares, out: readonly Shares[]): boolean =>
  standsBeside(one, out) && !explainsSomebody(one, out);

/** One after the other, as they are told: what does not stand waits, and is told later. */
function told(all: readonly Shares[]): Shares[] {
  const out: Shares[] = [];
  let waiting: Shares = new Map();
  for (const one of all) {
    const candidate = together([waiting, one]);
    if (candidate.size > 0 && stands(candidate, out)) {
      out.push(candidate);
      waiting = new Map();
    } else waiting = candidate;
  }
  return out;
}

type Fraction = readonly [bigint, bigint];
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
function reduced([above, below]: Fraction): Fraction {
  const common = gcd(above < 0n ? -above : above, below) || 1n;
  return [above / common, below / common];
}
const minus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => reduced([a * d - c * b, b * d]);
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => reduced([a * c, b * d]);
const over = (one: Fraction, [c, d]: Fraction): Fraction => times(one, c < 0n ? [-d, -c] : [d, c]);

/** Who is known to the cent from all figures together: by elimination in whole fractions. */
function known(figures: readonly Shares[]): string[] {
  const persons = [...new Set(figures.flatMap((shares) => [...shares.keys()]))];
  const rows = figures.map((shares) =>
    persons.map((person): Fraction => [shares.get(person) ?? 0n, 1n]),
  );
  const left: Fraction[][] = [];
  let rest = rows;
  for (const at of persons.keys()) {
    const pivot = rest.find((row) => row[at]![0] !== 0n);
    if (pivot === undefined) continue;
    const unit = pivot.map((one) => over(one, pivot[at]!));
    const without = (row: Fraction[]): Fraction[] =>
      row.map((one, place) => minus(one, times(unit[place]!, row[at]!)));
    rest = rest.filter((row) => row !== pivot).map(without);
    for (const [place, row] of left.entries()) left[place] = without(row);
    left.push(unit);
  }
  return left.flatMap((row) => {
    const has = persons.filter((_, at) => row[at]![0] !== 0n);
    return has.length === 1 ? has : [];
  });
}

describe('figures of whom it is known who is in which', () => {
  it('of four that leave one person when all are taken together tell three', () => {
    const four = ['abcdef', 'ghijkl', 'abcghi', 'defjklm'].map(of);
    expect(known(four)).toEqual(['m']);
    expect(told(four)).toHaveLength(3);
    expect(stands(of('defjklm'), four.slice(0, 3))).toBe(false);
    // Nor is it told of two what they have together.
    expect(stands(of('defjklmn'), four.slice(0, 3))).toBe(false);
    expect(stands(of('abcdefghijkl'), four.slice(0, 3))).toBe(true);
  });

  it('tell the same persons month after month for ever', () => {
    const months = Array.from({ length: 30 }, () => of('abcdefghijklm'));
    expect(told(months)).toHaveLength(30);
  });

  it('tell as many as there are groups of six, of whom nobody is in two', () => {
    const group = (at: number): Shares =>
      figure(Object.fromEntries([1, 2, 3, 4, 5, 6].map((one) => [`${at}-${one}`, 700 + one])));
    const groups = Array.from({ length: 20 }, (_, at) => group(at));
    expect(told([...groups, ...groups])).toHaveLength(40);
  });

  it('tell nobody to the cent, whoever is in which by chance', () => {
    const months = fc.array(fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }), {
      minLength: 28,
      maxLength: 28,
    });
    const amounts = fc.array(fc.integer({ min: 500, max: 3_000 }), {
      minLength: 16,
      maxLength: 16,
    });
    fc.assert(
      fc.property(months, amounts, (usage, pledges) => {
        const shares = usage.map((month) =>
          figure(
            Object.fromEntries(
              month.flatMap((uses, at) => (uses ? [[`m${at}`, pledges[at] ?? 0]] : [])),
            ),
          ),
        );
        expect(known(told(shares))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('tell so few to who solves them that half of what is not known stays unknown', () => {
    const shares = Array.from({ length: 28 }, (_, month) =>
      figure(
        Object.fromEntries(
          Array.from({ length: 16 }, (_one, at) => at)
            .filter((at) => (Math.imul(at * 31 + month * 17 + 7, 2_654_435_761) >>> 13) % 2 === 0)
            .map((at) => [`m${at}`, 600 + 150 * at]),
        ),
      ),
    );
    // Without the last rule fifteen of them are told, and the bounds of dues do the rest.
    expect(told(shares).length).toBeLessThanOrEqual(9);
    expect(told(shares).length).toBeGreaterThan(3);
  });
});
