import { describe, expect, it } from 'vitest';
import { madeEntry as entry } from '../testing/made-entry.js';
import { told, verdicts } from '../testing/made-telling.js';
import type { Telling } from './account-telling.js';

/** What banks write over a statement of one day: that day, the day before it, or a longer time. */
const heads: readonly (readonly [string, Pick<Telling, 'from' | 'to'>])[] = [
  ['no days', { from: null, to: null }],
  ['the day itself', { from: '2026-01-10', to: '2026-01-10' }],
  ['the day of the balance before it', { from: '2026-01-09', to: '2026-01-10' }],
  ['the day after it', { from: '2026-01-10', to: '2026-01-11' }],
  ['a month', { from: '2026-01-01', to: '2026-01-31' }],
];

describe.each(heads)('equal lines of one day under balances that chain, and %s', (_, head) => {
  const one = (opening: bigint, more: Partial<Telling> = {}): Telling =>
    told(opening, [entry({ text: 'ROSA' })], { ...head, ...more });

  it('are as many as the balances say, in files of their own', () => {
    expect(verdicts(one(0n), one(10_00n), one(20_00n))).toEqual([['new'], ['new'], ['new']]);
  });

  it('are as many in one file, in whatever order', () => {
    const fileId = 'f';
    for (const openings of [
      [0n, 10_00n, 20_00n],
      [20_00n, 0n, 10_00n],
    ]) {
      const file = openings.map((opening) => one(opening, { fileId }));
      expect(verdicts(...file)).toEqual([['new'], ['new'], ['new']]);
    }
  });

  it('are known when they are told again', () => {
    const [first, second] = [one(0n), one(10_00n)];
    const again = [first, second].map((telling) => ({ ...telling, fileId: 'again' }));
    expect(verdicts(first, second, ...again).slice(2)).toEqual([['known'], ['known']]);
    expect(
      verdicts(first, second, told(0n, [...first.entries, ...second.entries], head))[2],
    ).toEqual(['known', 'known']);
  });

  it('are known in a statement of them all, and of what came after them', () => {
    const [x, rest] = [entry({ text: 'ROSA' }), entry({ amountMinor: -3_00n, text: 'RENT' })];
    const three = [one(0n), one(10_00n), one(20_00n)];
    expect(verdicts(...three, told(0n, [x, x, x], head))[3]).toEqual(['known', 'known', 'known']);
    expect(verdicts(...three, told(0n, [x, rest, x, x], head))[3]).toEqual([
      'known',
      'new',
      'known',
      'known',
    ]);
  });

  it('are never one in silence where a statement between them is missing', () => {
    const [verdict] = verdicts(one(0n), one(30_00n))[1] ?? [];
    expect(verdict).not.toBe('known');
  });

  it('are as many of other amounts beside them', () => {
    const rest = entry({ amountMinor: -3_00n, text: 'RENT' });
    const both = told(0n, [entry({ text: 'ROSA' }), rest], head);
    expect(verdicts(both, one(7_00n))[1]).toEqual(['new']);
    expect(verdicts(one(7_00n), both)[1]).toEqual(['new', 'new']);
  });

  it('are known in an export that overlaps', () => {
    const days = ['2026-01-10', '2026-01-11'].map((day) => entry({ day, text: 'ROSA' }));
    const until = { from: head.from, to: '2026-01-31' };
    expect(verdicts(one(0n), told(0n, days, until))[1]).toEqual(['known', 'new']);
  });
});
