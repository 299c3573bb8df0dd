import { describe, expect, it } from 'vitest';
import { cellsOf, sharesOf } from './release.js';
import type { RecordedSum, ReleaseCell } from './release.js';
import { inParts } from '../solving/shares.js';
import { sharesInParts } from '../testing/shares-in-parts.js';

const persons = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `member:${from + index}`);

function sum(
  month: string,
  code: string,
  shares: readonly (readonly [string, bigint])[],
  kind: RecordedSum['kind'] = 'income',
): RecordedSum {
  const amountMinor = shares.reduce((total, [, minor]) => total + minor, 0n);
  return {
    month,
    kind,
    code,
    currency: 'EUR',
    amountMinor,
    shares: sharesInParts(new Map(shares)),
  };
}

const each = (of: readonly string[], minor: bigint) => of.map((one) => [one, minor] as const);

/** Amounts that have nothing to do with each other. */
const any = (of: readonly string[], seed: number) =>
  of.map((one, index) => [one, BigInt(1_000 + (((index + 3) * seed * 7_919) % 9_973))] as const);

/** The releases of these months, one after the other. */
function released(sums: readonly RecordedSum[], ...months: string[]): ReleaseCell[] {
  const cells: ReleaseCell[] = [];
  for (const month of months) cells.push(...cellsOf(sums, cells, month));
  return cells;
}

const told = (cells: readonly ReleaseCell[]) =>
  cells.map(({ month, since, codes, amountMinor }) => [
    since === month ? month : `${since}..${month}`,
    codes.join('+'),
    amountMinor,
  ]);

describe('a figure', () => {
  it('counts five persons besides one who reads it, and waits while they are fewer', () => {
    const sums = [
      sum('2026-01', 'dues-income', each(persons(5), 10n)),
      sum('2026-02', 'dues-income', each(persons(1, 5), 10n)),
    ];
    expect(told(released(sums, '2026-01', '2026-02'))).toEqual([
      ['2026-01..2026-02', 'dues-income', 60n],
    ]);
  });

  it('does not count a person of whom nothing is left', () => {
    const taken = [...each(persons(6), 10n)].filter(([one]) => one !== 'member:5');
    expect(released([sum('2026-01', 'dues-income', taken)], '2026-01')).toEqual([]);
  });

  it('of nobody comes out as it is', () => {
    const sums = [
      { ...sum('2026-01', 'bank-fees', [], 'spending'), amountMinor: 7n },
      { ...sum('2026-01', 'fund:buffer', [], 'fund'), amountMinor: 900n },
    ];
    expect(told(released(sums, '2026-01'))).toEqual([
      ['2026-01', 'fund:buffer', 900n],
      ['2026-01', 'bank-fees', 7n],
    ]);
  });

  it('of too few persons comes out together with others of its kind', () => {
    const sums = [
      sum('2026-01', 'expense:food', any(persons(3), 1), 'spending'),
      sum('2026-01', 'expense:rent', any(persons(3, 3), 1), 'spending'),
    ];
    const [[, codes] = []] = told(released(sums, '2026-01'));
    expect(codes).toBe('expense:food+expense:rent');
  });

  it('of too few persons comes out with the smallest sibling, and never with the total', () => {
    const sums = [
      sum('2026-01', 'expense:food', any(persons(9), 1), 'spending'),
      sum('2026-01', 'expense:rent', any(persons(6, 20), 1), 'spending'),
      sum('2026-01', 'expense:trips', any(persons(1, 40), 1), 'spending'),
    ];
    const cells = told(released(sums, '2026-01')).map(([, codes]) => codes);
    expect(cells).toEqual(['expense:food', 'expense:rent+expense:trips']);
  });
});

describe('an amount', () => {
  it('is in one figure: what comes out with an older one counts from where it was out', () => {
    const dues = (month: string, minor: bigint) =>
      sum(month, 'dues-income', each(persons(12), minor));
    const sums = [
      dues('2026-01', 10n),
      dues('2026-02', 10n),
      sum('2026-02', 'donation-income', [['member:60', 7n]]),
      sum('2026-03', 'dues-income', any(persons(12), 9)),
    ];
    const cells = released(sums, '2026-01', '2026-02', '2026-03');
    expect(told(cells).map(([span, codes]) => [span, codes])).toEqual([
      ['2026-01', 'dues-income'],
      ['2026-02', 'dues-income'],
      ['2026-02..2026-03', 'donation-income+dues-income'],
    ]);
    for (const cell of cells) {
      const counted = [...sharesOf(sums, cells, cell).values()];
      expect(counted.reduce((all, minor) => all + minor, 0n)).toBe(inParts(cell.amountMinor));
    }
  });
});

describe('what is left when figures are taken from each other', () => {
  const months = ['2026-01', '2026-02', '2026-03'];

  it('is no new member’s dues: the month waits until six have changed', () => {
    const dues = (month: string, count: number) =>
      sum(month, 'dues-income', each(persons(count), 10n));
    const first = [dues('2026-01', 30), dues('2026-02', 31)];
    expect(told(released(first, ...months.slice(0, 2)))).toEqual([
      ['2026-01', 'dues-income', 300n],
    ]);
    const then = [...first, dues('2026-03', 36)];
    expect(told(released(then, ...months))).toEqual([
      ['2026-01', 'dues-income', 300n],
      ['2026-02..2026-03', 'dues-income', 670n],
    ]);
  });

  it('is nobody’s who left, and nobody’s who pays something else', () => {
    const all = each(persons(30), 10n);
    const other = [...all.slice(1), ['member:0', 25n] as const];
    for (const february of [all.slice(1), other]) {
      const sums = [sum('2026-01', 'dues-income', all), sum('2026-02', 'dues-income', february)];
      expect(released(sums, '2026-01', '2026-02')).toHaveLength(1);
    }
  });

  it('is nothing where a month is as the one before', () => {
    const sums = months.map((month) => sum(month, 'dues-income', each(persons(30), 10n)));
    expect(released(sums, ...months)).toHaveLength(3);
  });

  it('is nobody’s by a multiple either: a quarter is three months but for one person', () => {
    const sums = [
      sum('2026-01', 'dues-income', each(persons(30), 10n)),
      sum('2026-02', 'dues-income', [...each(persons(29), 30n), ['member:29', 10n]]),
    ];
    expect(released(sums, '2026-01', '2026-02')).toHaveLength(1);
  });

  it('is nobody’s by two others together', () => {
    const sums = [
      sum('2026-01', 'expense:food', each(persons(6), 10n), 'spending'),
      sum('2026-01', 'expense:rent', each(persons(6, 6), 10n), 'spending'),
      sum('2026-02', 'expense:trips', each(persons(13), 10n), 'spending'),
    ];
    expect(released(sums, '2026-01', '2026-02')).toHaveLength(2);
  });
});

describe('what was waived', () => {
  it('is told once a year, of six or more, and merged with nothing', () => {
    const waived = (month: string, count: number) =>
      sum(month, 'dues-waived', any(persons(count), 3), 'spending');
    const few = [waived('2026-03', 2), waived('2026-08', 5)];
    expect(released(few, '2026-03', '2026-08', '2026-12')).toEqual([]);
    const many = [...few, waived('2026-11', 6)];
    const cells = released(many, '2026-03', '2026-11', '2026-12');
    expect(told(cells).map(([span, codes]) => [span, codes])).toEqual([
      ['2026-03..2026-12', 'dues-waived'],
    ]);
    // What was too little for its year is not in the next one's either.
    const later = [...few, sum('2027-02', 'dues-waived', any(persons(6), 4), 'spending')];
    expect(told(released(later, '2026-12', '2027-12'))[0]?.[0]).toBe('2027-02..2027-12');
  });
});
