import { isFigure, Lines, partsOfUnit, together, ToldTogether } from '@rochdale/treasury';
import type { Shares } from '@rochdale/treasury';
import { describe, expect, it } from 'vitest';
import { tellShare } from './tell-share.js';

/** Numbers that have nothing to do with each other, the same each time. */
function chance(seed: number): () => number {
  let state = 13 + seed * 7_919;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

interface World {
  readonly dues: readonly bigint[];
  /** Who uses the partner, month by month. */
  readonly months: readonly (readonly boolean[])[];
}

/** Four of five use it; each month one in so many begins or ends to. */
function worldOf(members: number, seed: number, oneIn: number): World {
  const next = chance(members * 31 + seed);
  const dues = Array.from({ length: members }, () => BigInt(500 + Math.floor(next() * 2_500)));
  let uses = dues.map(() => next() < 4 / 5);
  const months = Array.from({ length: 60 }, () => {
    uses = uses.map((one) => (next() < 1 / oneIn ? !one || next() < 3 / 5 : one));
    return uses;
  });
  return { dues, months };
}

/** How many different amounts are told in five years, and how much of the shares is paid. */
function fiveYears({ dues, months }: World) {
  const all = new Map(dues.map((minor, nth) => [`m${nth}`, minor * partsOfUnit] as const));
  const toldTogether = new ToldTogether(all);
  const told: Shares[] = [];
  const lines = new Lines();
  let waiting: { readonly minor: bigint; readonly months: number; readonly behind: Shares } = {
    minor: 0n,
    months: 0,
    behind: new Map(),
  };
  let [paid, shared, monthsWithout, last] = [0n, 0n, 0, null as bigint | null];
  for (const uses of months) {
    const behind = new Map([...all].filter((_, nth) => uses[nth]));
    const shareMinor = [...behind.values()].reduce((sum, part) => sum + part, 0n) / partsOfUnit;
    const said = tellShare(
      {
        shareMinor,
        waitedMinor: waiting.minor,
        behind,
        behindWaiting: waiting.behind,
        concernsMembers: true,
        lastToldMinor: last,
        monthsWaiting: waiting.months,
      },
      { released: [], told, toldTogether, lines },
    );
    const months = waiting.months + 1;
    const now = shareMinor + waiting.minor - said.untoldMinor;
    if (said.told !== null) {
      told.push(said.told);
      toldTogether.add(said.told);
      last = shareMinor;
    }
    if (now === 0n && isFigure(behind.size)) monthsWithout += 1;
    waiting =
      said.told === null
        ? { minor: said.untoldMinor, months, behind: together([waiting.behind, behind]) }
        : { minor: 0n, months: 0, behind: new Map() };
    paid += now;
    shared += shareMinor;
  }
  return { told: told.length, monthsWithout, percent: Number((100n * paid) / shared) };
}

/** Of eight random co-operatives, the mean. */
function mean(members: number, oneIn: number) {
  const all = Array.from({ length: 8 }, (_, seed) => fiveYears(worldOf(members, seed, oneIn)));
  const of = (what: 'told' | 'monthsWithout' | 'percent') =>
    all.reduce((sum, one) => sum + one[what], 0) / all.length;
  return { told: of('told'), monthsWithout: of('monthsWithout'), percent: of('percent') };
}

describe('five years of a partner that is used by', () => {
  it.each([
    [8, 20],
    [16, 20],
    [30, 20],
    [100, 20],
    [8, 200],
    [16, 200],
    [30, 200],
    [100, 200],
  ])('%s, of whom one in %s begins or ends to in a month: it has income', (members, oneIn) => {
    const { told, monthsWithout, percent } = mean(members, oneIn);
    // Half on account and round sums keep it going where hardly anything can be told in full.
    expect(told).toBeGreaterThan(2);
    expect(monthsWithout).toBeLessThan(3);
    expect(percent).toBeGreaterThan(75);
  });
});
