import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingStatements } from './missing-statement.js';
import type { ChainLink } from './missing-statement.js';

const day = (nth: number): string => `2026-03-${String(nth).padStart(2, '0')}`;

/** A statement of these days that opens and closes with so much. */
function link(
  id: string,
  [from, to]: readonly [number, number],
  [openingMinor, closingMinor]: readonly [bigint, bigint],
  overlaps = false,
): ChainLink {
  return { id, fromDate: day(from), toDate: day(to), openingMinor, closingMinor, overlaps };
}

const holes = (...links: ChainLink[]): string[] =>
  missingStatements(links).map(
    ({ afterStatementId, beforeStatementId }) => `${afterStatementId}-${beforeStatementId}`,
  );

describe('a missing statement', () => {
  it('is where the next one opens with something else', () => {
    expect(
      missingStatements([link('a', [1, 5], [0n, 10n]), link('b', [8, 9], [25n, 30n])]),
    ).toEqual([
      {
        afterStatementId: 'a',
        beforeStatementId: 'b',
        afterDate: day(5),
        closingMinor: 10n,
        beforeDate: day(8),
        openingMinor: 25n,
      },
    ]);
  });

  it('is none before the first one, nor where the balance goes on', () => {
    expect(holes()).toEqual([]);
    expect(holes(link('a', [1, 5], [7n, 10n]))).toEqual([]);
    expect(holes(link('b', [6, 9], [10n, 30n]), link('a', [1, 5], [7n, 10n]))).toEqual([]);
  });

  it('is none where a month and its days are told', () => {
    const month = link('month', [1, 30], [0n, 30n]);
    expect(holes(month, link('day', [3, 3], [5n, 6n]), link('next', [31, 31], [30n, 9n]))).toEqual(
      [],
    );
    // A month that is over by then says nothing of the day after.
    expect(holes(month, link('later', [31, 31], [31n, 9n]))).toEqual(['month-later']);
  });

  it('is none where the same days are told again, further than before', () => {
    expect(holes(link('a', [4, 5], [3n, 9n]), link('b', [5, 8], [3n, 12n]))).toEqual([]);
    expect(holes(link('a', [4, 5], [3n, 9n]), link('b', [6, 8], [3n, 12n]))).toEqual(['a-b']);
  });

  it('is none where both show lines that the other shows too', () => {
    const [a, b] = [link('a', [4, 6], [3n, 9n], true), link('b', [6, 8], [7n, 12n], true)];
    expect(holes(a, b)).toEqual([]);
    expect(holes(a, { ...b, overlaps: false })).toEqual(['a-b']);
    expect(holes(a, { ...b, fromDate: day(7) })).toEqual(['a-b']);
  });

  it('is none between several of one day that lead to each other, in whatever order', () => {
    const [one, two] = [link('one', [4, 4], [0n, 5n]), link('two', [4, 4], [5n, 10n])];
    expect(holes(two, one)).toEqual([]);
    expect(holes(one, two, link('three', [4, 4], [12n, 13n]))).toEqual(['two-three']);
  });

  it('is there still when the statement behind it is told again', () => {
    const before = link('before', [1, 2], [0n, 4n]);
    const [a, again] = [link('a', [4, 4], [9n, 10n], true), link('again', [4, 4], [9n, 10n], true)];
    expect(holes(before, a, again)).toEqual(['before-a']);
    expect(holes(before, a, again, link('between', [3, 3], [4n, 9n]))).toEqual([]);
  });

  it('names the one before it, also of the same day', () => {
    const first = link('first', [1, 2], [0n, 4n]);
    expect(holes(first, link('a', [4, 4], [6n, 8n]), link('b', [4, 5], [9n, 10n]))).toEqual([
      'first-a',
      'a-b',
    ]);
    // The one behind goes on where this one ends: it is not before it.
    expect(holes(first, link('b', [4, 4], [8n, 9n]), link('a', [4, 5], [6n, 8n]))).toEqual([
      'first-a',
    ]);
  });
});

/** The rule read one by one, each against all. */
function eachAgainstAll(links: readonly ChainLink[]): string[] {
  const inOrder = links.toSorted(
    (a, b) => a.fromDate.localeCompare(b.fromDate) || a.toDate.localeCompare(b.toDate),
  );
  const goTogether = (one: ChainLink, other: ChainLink): boolean =>
    one.fromDate === other.fromDate &&
    (one.closingMinor === other.openingMinor ||
      other.closingMinor === one.openingMinor ||
      one.openingMinor === other.openingMinor ||
      (one.overlaps && other.overlaps));
  const isLed = (one: ChainLink): boolean =>
    inOrder.some((other) => {
      if (other.fromDate >= one.fromDate) return false;
      if (other.closingMinor === one.openingMinor || other.toDate > one.fromDate) return true;
      const isAgain = other.openingMinor === one.openingMinor;
      return other.toDate === one.fromDate && (isAgain || (other.overlaps && one.overlaps));
    });
  const groupOf = (one: ChainLink): ChainLink[] => {
    const group = [one];
    for (const member of group) {
      group.push(...inOrder.filter((it) => !group.includes(it) && goTogether(it, member)));
    }
    return inOrder.filter((it) => group.includes(it));
  };
  return inOrder.flatMap((one, nth) => {
    const group = groupOf(one);
    const begins = group.filter((it) => !group.some((of) => of.closingMinor === it.openingMinor));
    if ((begins[0] ?? group[0]) !== one || group.some(isLed)) return [];
    const before = inOrder.findLast(
      (other) =>
        other.fromDate < one.fromDate ||
        (other.fromDate === one.fromDate &&
          !group.includes(other) &&
          one.closingMinor !== other.openingMinor &&
          inOrder.indexOf(other) < nth),
    );
    return before === undefined ? [] : [`${before.id}-${one.id}`];
  });
}

it('is found in one pass as it is by comparing each with all', () => {
  const some = fc
    .record({
      from: fc.integer({ min: 1, max: 12 }),
      days: fc.integer({ min: 0, max: 6 }),
      openingMinor: fc.bigInt({ min: 0n, max: 6n }),
      closingMinor: fc.bigInt({ min: 0n, max: 6n }),
      overlaps: fc.boolean(),
    })
    .map(({ from, days, openingMinor, closingMinor, overlaps }) => ({
      span: [from, from + days] as const,
      balances: [openingMinor, closingMinor] as const,
      overlaps,
    }));
  fc.assert(
    fc.property(fc.array(some, { maxLength: 14 }), (all) => {
      const links = all.map(({ span, balances, overlaps }, nth) =>
        link(String(nth), span, balances, overlaps),
      );
      expect(holes(...links).toSorted()).toEqual(eachAgainstAll(links).toSorted());
    }),
  );
});
