import { fractions } from '@rochdale/platform';
import { Lines, partsOfUnit, together, ToldTogether } from '@rochdale/treasury';
import type { Shares } from '@rochdale/treasury';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../pool/parts.js';
import { splitPool } from '../pool/split-pool.js';
import type { PoolCase } from '../pool/split-pool.js';
import { tellShare } from './tell-share.js';

/** Which partners' shares wait, by month, when the same is paid each month. */
function waitsOf(dues: readonly bigint[], used: readonly (readonly number[])[]): string[] {
  const out: Shares[] = [];
  const lines = new Lines();
  const toldTogether = new ToldTogether(
    new Map(dues.map((minor, nth) => [`m${nth}`, minor * partsOfUnit])),
  );
  const waiting = new Map<string, Shares[]>();
  const waits: string[] = [];
  let carry: PoolCase['carry'] = new Map();
  for (const [month, quantities] of used.entries()) {
    const pool: PoolCase = {
      rule: 'pro-rata',
      coopShare: fractions.parse('1/10'),
      lambda: fractions.zero,
      partnerIds: ['a', 'b', 'c'],
      paidMinor: new Map(dues.map((minor, nth) => [`m${nth}`, minor])),
      usage: quantities.map((quantity, nth) => ({
        memberId: 'm0',
        partnerId: ['a', 'b', 'c'][nth] ?? '',
        quantity: fractions.parse(String(quantity)),
      })),
      carry,
    };
    const split = splitPool(pool);
    ({ carry } = split);
    const parts = partsOf(pool);
    for (const [partnerId, shareMinor] of split.partners) {
      const behind = parts.get(partnerId) ?? new Map<string, bigint>();
      const before = waiting.get(partnerId) ?? [];
      const share = { shareMinor, behind, waitedMinor: 0n, behindWaiting: together(before) };
      const first = { concernsMembers: true, lastToldMinor: null, monthsWaiting: 0 };
      const said = tellShare(
        { ...share, ...first },
        { released: [], told: out, toldTogether, withReleased: toldTogether, lines },
      );
      if (said.told !== null) {
        out.push(said.told);
        toldTogether.add(said.told);
      }
      waiting.set(partnerId, said.told === null ? [...before, behind] : []);
      if (said.waits) waits.push(`${partnerId} in month ${month}`);
    }
  }
  return waits;
}

describe('pro rata', () => {
  it('no share waits while nobody joins, leaves or pays something else', () => {
    const dues = fc.array(fc.bigInt({ min: 1_00n, max: 200_00n }), { minLength: 6, maxLength: 24 });
    const quantity = fc.integer({ min: 1, max: 40 });
    const months = fc.array(fc.tuple(quantity, quantity, quantity), {
      minLength: 2,
      maxLength: 10,
    });
    fc.assert(
      fc.property(dues, months, (paid, used) => {
        expect(waitsOf(paid, used)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('a share waits while fewer than six paid', () => {
    const seven = [5_00n, 7_00n, 9_00n, 11_00n, 6_00n, 8_00n, 10_00n];
    expect(waitsOf(seven, [[3, 5, 2]])).toEqual([]);
    expect(waitsOf(seven.slice(0, 5), [[3, 5, 2]])).toHaveLength(3);
  });
});

describe('what waits for years', () => {
  const nobody: Shares = new Map();
  const of = (count: number): Shares =>
    new Map(Array.from({ length: count }, (_, nth) => [`m${nth}`, 18_00n * 3_603_600n] as const));
  const toldTogether = new ToldTogether(of(6));
  const later = (monthsWaiting: number, waitedMinor: bigint, persons = 5) =>
    tellShare(
      {
        shareMinor: 0n,
        waitedMinor,
        behind: nobody,
        behindWaiting: of(persons),
        concernsMembers: true,
        lastToldMinor: 50_00n,
        monthsWaiting,
      },
      { released: [], told: [], toldTogether, withReleased: toldTogether, lines: new Lines() },
    );

  it('of a partner that nobody uses any more comes out every two years, as a round sum', () => {
    for (const months of [1, 12, 22, 24, 46])
      expect(later(months, 90_00n).untoldMinor).toBe(90_00n);
    expect(later(23, 90_00n)).toEqual({ waits: true, untoldMinor: 40_00n, told: null });
    expect(later(47, 40_00n)).toEqual({ waits: true, untoldMinor: 20_00n, told: null });
  });

  it('says how large it is, and no more: from twice to two and a half times is the same', () => {
    for (const [waited, sum] of [
      [1n, 1n],
      [19_99n, 10_00n],
      [20_00n, 20_00n],
      [49_99n, 20_00n],
      [50_00n, 50_00n],
      [99_99n, 50_00n],
      [0n, 0n],
    ] as const) {
      expect(waited - later(23, waited).untoldMinor).toBe(sum);
    }
  });

  it('is told at once where six are behind it, also when nobody uses the partner', () => {
    expect(later(30, 90_00n, 6)).toMatchObject({ waits: false, untoldMinor: 0n });
  });
});
