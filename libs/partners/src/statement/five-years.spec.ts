import {
  exact,
  isFigure,
  Lines,
  partsOfUnit,
  standsBeside,
  together,
  ToldTogether,
} from '@rochdale/treasury';
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
      { released: [], told, toldTogether, withReleased: toldTogether, lines },
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

/**
 * The same where everybody reads what all pay, month by month, of whom one in so many pauses or
 * comes back: how many amounts and figures come out, each asked with the others or without.
 */
function besideFigures({ dues, months }: World, oneIn: number, isAskedTogether: boolean) {
  const next = chance(dues.length * 17 + oneIn);
  const all = new Map(dues.map((minor, nth) => [`m${nth}`, minor * partsOfUnit] as const));
  const toldTogether = new ToldTogether(all);
  const figures = new ToldTogether(all, { cells: 0 }, exact);
  const withReleased = isAskedTogether ? figures : new ToldTogether(all, { cells: 0 }, exact);
  const [told, released]: [Shares[], Shares[]] = [[], []];
  const lines = new Lines();
  let pays = dues.map(() => true);
  let [untold, unreleased]: [Shares, Shares] = [new Map(), new Map()];
  for (const uses of months) {
    pays = pays.map((one) => (next() < 1 / oneIn ? !one : one || next() < 1 / 6));
    const paid = new Map([...all].filter((_, nth) => pays[nth]));
    unreleased = together([unreleased, paid]);
    if (standsBeside(unreleased, [...released, ...told], lines) && !figures.explains(unreleased)) {
      released.push(unreleased);
      figures.add(unreleased);
      unreleased = new Map();
    }
    const behind = new Map([...paid].filter(([one]) => uses[Number(one.slice(1))]));
    untold = together([untold, behind]);
    const share = { shareMinor: 0n, waitedMinor: 0n, behind: untold, behindWaiting: new Map() };
    const said = tellShare(
      { ...share, concernsMembers: true, lastToldMinor: null, monthsWaiting: 0 },
      { released, told, toldTogether, withReleased, lines },
    );
    if (said.told === null) continue;
    told.push(said.told);
    toldTogether.add(said.told);
    withReleased.add(said.told);
    untold = new Map();
  }
  return { told: told.length, released: released.length };
}

describe('what everybody reads of dues, and what a partner is told, come out', () => {
  it.each([12, 30, 60])('of %s members, looked at together', (members) => {
    const world = worldOf(members, 1, 200);
    const [apart, both] = [false, true].map((one) => besideFigures(world, 200, one));
    expect(both).toEqual(apart);
  });
});
