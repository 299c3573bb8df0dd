import { describe, expect, it } from 'vitest';
import { people } from '../../../apps/demo/src/year/people.js';
import { Chance } from './chance.js';
import { expectedRight, joinDues, likelihoodOf } from './joiner.js';
import { listingsOf } from './view.js';
import type { View } from './view.js';

const memberIn = (text: string): string | null => (text.startsWith('member-') ? text : null);
const ids = people.map(({ key }) => `member-${key}`);
const dues = new Map(people.map(({ key, pledgeMinor }) => [`member-${key}`, `${pledgeMinor}`]));
const claims = ids.map((id) => ({ amount: { minor: dues.get(id) ?? '' } }));

function told(members: readonly string[], amounts: readonly object[]): View {
  return [
    ...listingsOf(
      'members',
      members.map((id) => ({ id })),
    ),
    ...listingsOf('statement', amounts),
  ];
}

const rightOf = (view: View): number => joinDues(view, memberIn, dues)[0]?.right ?? 0;

describe('joining the demo’s members to their dues', () => {
  it('succeeds for all thirty when both come in the order of joining', () => {
    expect(rightOf(told(ids, claims))).toBe(30);
  });

  it('succeeds when one of them is turned round, or sorted by what it was sorted by', () => {
    expect(rightOf(told(ids, claims.toReversed()))).toBe(30);
    const chance = new Chance(1);
    const numbered = claims.map((claim, nth) => ({
      ...claim,
      at: `2026-03-01T10:00:${10 + nth}Z`,
    }));
    expect(rightOf(told(ids, chance.shuffled(numbered)))).toBe(30);
  });

  it('succeeds within a batch of many', () => {
    const at = (day: number) => claims.map((claim) => ({ ...claim, at: `2026-03-0${day}` }));
    expect(rightOf(told(ids, [...at(1), ...at(2)]))).toBe(30);
  });

  it('succeeds when somebody was let off', () => {
    expect(rightOf(told(ids, claims.slice(1)))).toBe(29);
    expect(rightOf(told(ids, claims.slice(0, -2)))).toBe(28);
  });

  it('is no better than chance when the batch was shuffled, whatever the draw', () => {
    const draws = Array.from({ length: 200 }, (_, seed) => {
      const chance = new Chance(seed);
      return rightOf(told(chance.shuffled(ids), chance.shuffled(claims)));
    });
    expect(draws.filter((right) => right > 0)).toEqual([]);
  });
});

describe('what is to be expected by chance', () => {
  it('is as many as shuffling makes right on average', () => {
    const amounts = ids.map((id) => dues.get(id) ?? '');
    const chance = new Chance(5);
    const rights = Array.from({ length: 2000 }, () => {
      const shuffled = chance.shuffled(amounts);
      return amounts.filter((amount, nth) => amount === shuffled[nth]).length;
    });
    const mean = rights.reduce((sum, right) => sum + right, 0) / rights.length;
    expect(mean).toBeCloseTo(expectedRight(amounts, amounts), 0);
  });

  it('is less likely the more it is', () => {
    expect(likelihoodOf(0, 4)).toBe(1);
    expect(likelihoodOf(4, 4)).toBeGreaterThan(0.5);
    expect(likelihoodOf(30, 5)).toBeLessThan(1e-12);
    expect(likelihoodOf(30, 5)).toBeGreaterThan(0);
  });
});
