import { describe, expect, it } from 'vitest';
import { Lines } from '../solving/lines.js';
import { together } from '../solving/shares.js';
import type { Shares } from '../solving/shares.js';
import { standsBeside } from '../solving/subtraction.js';
import { cellsOf, Out } from './release.js';
import type { RecordedSum, ReleaseCell } from './release.js';
import { sharesInParts } from '../testing/shares-in-parts.js';

const months = 60;

/** Numbers that have nothing to do with each other, the same each time. */
function chance(seed: number): () => number {
  let state = 13 + seed * 7_919;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Who is late pays two months at once; for each who leaves somebody joins. */
function worldOf(members: number, seed: number, lateOf: number, newOf: number): Shares[] {
  const next = chance(members * 31 + seed);
  let named = 0;
  const join = () => {
    named += 1;
    return { name: `member:${named}`, dues: BigInt(500 + Math.floor(next() * 2_500)), owes: 0n };
  };
  let all = Array.from({ length: members }, join);
  return Array.from({ length: months }, () => {
    all = all.map((one) => (next() < 1 / newOf ? join() : one));
    const paid = new Map<string, bigint>();
    for (const one of all) {
      const isLate = next() < 1 / lateOf;
      if (!isLate) paid.set(one.name, one.dues + one.owes);
      one.owes = isLate ? one.owes + one.dues : 0n;
    }
    return paid;
  });
}

const monthOf = (at: number): string =>
  `${2026 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;

function sumsOf(world: readonly Shares[]): RecordedSum[] {
  return world.map((shares, at) => ({
    month: monthOf(at),
    kind: 'income',
    code: 'dues-income',
    currency: 'EUR',
    amountMinor: [...shares.values()].reduce((sum, minor) => sum + minor, 0n),
    shares: sharesInParts(shares),
  }));
}

/** How many figures come out, and how many months are in them. */
function after(world: readonly Shares[]): { figures: number; inThem: number } {
  const sums = sumsOf(world);
  const cells: ReleaseCell[] = [];
  const out = new Out(sums, cells);
  for (const { month } of sums) cells.push(...cellsOf(sums, cells, month, out));
  const last = sums.findIndex(({ month }) => month === cells.at(-1)?.month);
  return { figures: cells.length, inThem: last + 1 };
}

/** The same, where two of the others at most are taken from a figure. */
function before(world: readonly Shares[]): { figures: number; inThem: number } {
  const out: Shares[] = [];
  const lines = new Lines();
  let [waiting, last]: [Shares, number] = [new Map(), -1];
  for (const [at, shares] of world.entries()) {
    waiting = together([waiting, sharesInParts(shares)]);
    if (!standsBeside(waiting, out, lines)) continue;
    out.push(waiting);
    waiting = new Map();
    last = at;
  }
  return { figures: out.length, inThem: last + 1 };
}

const seeds = [1, 2];
const mean = (all: readonly { readonly figures: number; readonly inThem: number }[]) => ({
  figures: all.reduce((sum, { figures }) => sum + figures, 0) / all.length,
  inThem: all.reduce((sum, { inThem }) => sum + inThem, 0) / all.length,
});

describe('five years of dues', () => {
  it.each([
    [12, 20, 200, 30],
    [12, 200, 200, 50],
    [30, 20, 200, 20],
    [30, 200, 200, 40],
    [100, 200, 200, 55],
  ])(
    'of %s members, one in %s late in a month and one in %s new: %s months come out at least',
    (members, lateOf, newOf, least) => {
      const worlds = seeds.map((seed) => worldOf(members, seed, lateOf, newOf));
      const [were, are] = [mean(worlds.map(before)), mean(worlds.map(after))];
      expect(are.inThem, JSON.stringify({ members, lateOf, were, are })).toBeGreaterThan(least);
      expect(are.figures).toBeGreaterThan(2);
    },
  );
});
