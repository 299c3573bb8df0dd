import { describe, expect, it } from 'vitest';
import { Chance } from './chance.js';
import type { Secret } from './secrets.js';
import { amountsBySubtraction, amountsTold, instantsTold } from './sums.js';
import { listingsOf } from './view.js';

const chance = new Chance(11);
const secrets: readonly Secret[] = Array.from({ length: 9 }, (_, nth) => ({
  memberId: `m${nth}`,
  amountsMinor: new Set([chance.amountMinor()]),
  instants: new Set([`2026-03-0${nth + 1}T10:00:00.000Z`]),
  standing: 'active',
  name: `n${nth}`,
  isPublic: false,
}));
const amount = (nth: number): bigint => [...(secrets[nth]?.amountsMinor ?? [])][0] ?? 0n;
const sum = (...of: number[]): string => of.reduce((all, nth) => all + amount(nth), 0n).toString();
const telling = (...minor: string[]) => [
  listingsOf(
    'figures',
    minor.map((m) => ({ minor: m })),
  ),
];

describe('an amount told', () => {
  it.each([
    ['of one person', sum(3)],
    ['with another sign', `-${sum(3)}`],
    ['in decimals', `${sum(3).slice(0, -2)}.${sum(3).slice(-2)}`],
    ['of two', sum(1, 5)],
    ['of four', sum(0, 2, 4, 6)],
    ['of which a pool passes three fifths on', ((amount(3) * 3n) / 5n).toString()],
  ])('is found: %s', (_what, minor) => {
    expect(amountsTold(telling(minor), secrets)).toHaveLength(1);
  });

  it('is found inside of JSON', () => {
    const view = listingsOf('a', { dataJson: JSON.stringify({ paidMinor: sum(7) }) });
    expect(amountsTold([view], secrets)).toMatchObject([{ persons: ['m7'] }]);
  });

  it('is nobody’s when five persons are behind it', () => {
    expect(amountsTold(telling(sum(0, 1, 2, 3, 4), sum(1, 2, 3, 4, 5, 6)), secrets)).toEqual([]);
  });
});

describe('what two numbers differ by', () => {
  it('is found, at one moment or two', () => {
    const [before = [], after = []] = [
      telling(sum(0, 1, 2, 3, 4, 5))[0],
      telling(sum(0, 1, 2, 3, 4, 5, 6))[0],
    ];
    expect(amountsBySubtraction([before, after], secrets)).toMatchObject([{ persons: ['m6'] }]);
  });

  it('is nobody’s when five persons are behind it', () => {
    const views = telling(sum(0, 1, 2, 3, 4, 5, 6, 7, 8), sum(0, 1, 2, 3));
    expect(amountsBySubtraction(views, secrets.slice(4))).toEqual([]);
  });
});

it('finds a moment that only one person had', () => {
  const view = listingsOf('a', [
    { at: '2026-03-02T10:00:00.000Z' },
    { at: '2026-03-02T10:00:01Z' },
  ]);
  expect(instantsTold(view, secrets)).toMatchObject([{ persons: ['m1'] }]);
});
