import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, sharesOf } from './release.js';
import type { RecordedSum, ReleaseCell } from './release.js';
import { inParts, together } from '../solving/shares.js';
import type { Shares } from '../solving/shares.js';
import { sharesInParts } from '../testing/shares-in-parts.js';

const months = ['2026-09', '2026-10', '2026-11', '2026-12', '2027-01', '2027-02', '2027-03'];
const codes = [
  ['dues-income', 'income'],
  ['donation-income', 'income'],
  ['expense:travel', 'spending'],
  ['expense:food', 'spending'],
  ['dues-waived', 'spending'],
] as const;

/**
 * Who has how much of which account in which month. Most have the same in most months, as with
 * dues, which is what makes differences small; few amounts, so that many persons have the same.
 */
const books = fc
  .record({
    persons: fc.integer({ min: 3, max: 14 }),
    usual: fc.array(fc.constantFrom(5n, 10n, 10n, 10n, 30n), { minLength: 14, maxLength: 14 }),
    changes: fc.array(
      fc.record({
        month: fc.nat({ max: months.length - 1 }),
        person: fc.nat({ max: 13 }),
        code: fc.nat({ max: codes.length - 1 }),
        minor: fc.constantFrom(0n, -10n, 5n, 10n, 20n, 30n, 47n),
      }),
      { maxLength: 40 },
    ),
  })
  .map(({ persons, usual, changes }): RecordedSum[] =>
    months.flatMap((month, at) =>
      codes.map(([code, kind], of) => {
        const shares = new Map<string, bigint>();
        for (let person = 0; person < persons; person += 1) {
          const minor = changes
            .filter((one) => one.month === at && one.code === of && one.person === person)
            .reduce((_, change) => change.minor, of === 0 ? (usual[person] ?? 0n) : 0n);
          if (minor !== 0n) shares.set(`member:${person}`, minor);
        }
        const amountMinor = [...shares.values()].reduce((all, minor) => all + minor, 0n);
        return { month, kind, code, currency: 'EUR', amountMinor, shares: sharesInParts(shares) };
      }),
    ),
  );

/** All releases, one after the other, and who is behind each figure. */
function releasedOf(sums: readonly RecordedSum[]): { cells: ReleaseCell[]; behind: Shares[] } {
  const cells: ReleaseCell[] = [];
  for (const month of months) cells.push(...cellsOf(sums, cells, month));
  return { cells, behind: cells.map((cell) => sharesOf(sums, cells, cell)) };
}

const times = (shares: Shares, factor: bigint): Shares =>
  new Map([...shares].map(([person, minor]) => [person, minor * factor]));

/** Every way to add and take away up to three figures, the first of them twice as well. */
function* combinations(all: readonly Shares[]): Generator<Shares> {
  for (const [a, one] of all.entries()) {
    yield one;
    for (const [b, other] of all.entries()) {
      if (b === a) continue;
      for (const factor of [1n, -1n, 2n, -2n]) yield together([one, times(other, factor)]);
      if (b < a) continue;
      for (const third of all.slice(b + 1)) {
        for (const [second, last] of [
          [1n, 1n],
          [1n, -1n],
          [-1n, 1n],
          [-1n, -1n],
        ] as const) {
          yield together([one, times(other, second), times(third, last)]);
        }
      }
    }
  }
}

/** Nobody's, or of five others than whoever of them reads it and knows their own part. */
const saysNothing = ({ size }: Shares): boolean => size === 0 || size - 1 >= 5;

describe('whatever the books', () => {
  it('no sum and no difference of figures, over months, is of one to four others', () => {
    let figures = 0;
    fc.assert(
      fc.property(books, (sums) => {
        const { behind } = releasedOf(sums);
        figures += behind.length;
        for (const rest of combinations(behind)) expect(saysNothing(rest)).toBe(true);
      }),
      { numRuns: 60 },
    );
    // Where nothing came out nothing was proved.
    expect(figures).toBeGreaterThan(60);
  });

  it('a figure counts each amount once, and a release changes none before it', () => {
    fc.assert(
      fc.property(books, (sums) => {
        const { cells, behind } = releasedOf(sums);
        for (const [at, cell] of cells.entries()) {
          const counted = [...(behind[at] ?? [])].reduce((all, [, minor]) => all + minor, 0n);
          expect(counted).toBe(inParts(cell.amountMinor));
        }
        const early = sums.filter(({ month }) => month <= '2026-12');
        expect(releasedOf(early).cells.filter(({ month }) => month <= '2026-12')).toEqual(
          cells.filter(({ month }) => month <= '2026-12'),
        );
      }),
      { numRuns: 60 },
    );
  });
});
