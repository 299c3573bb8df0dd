import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOfUnit, together } from './shares.js';
import type { Shares } from './shares.js';
import { standsBeside } from './subtraction.js';
import { leftAlone } from '../testing/left-alone.js';
import { exact, ToldTogether } from './told-together.js';

const figure = (amounts: Readonly<Record<string, number>>): Shares =>
  new Map(Object.entries(amounts).map(([who, minor]) => [who, BigInt(minor) * partsOfUnit]));

/** Members' dues, by who is meant. */
const dues: Readonly<Record<string, number>> = Object.fromEntries(
  'abcdefghijklmnopqrstuvwxyz'.split('').map((who, at) => [who, 500 + 137 * at]),
);
const whole = figure(dues);
const of = (who: string): Shares =>
  figure(Object.fromEntries(who.split('').map((one) => [one, dues[one] ?? 0])));

function stands(one: Shares, out: readonly Shares[], wholes: Shares = whole): boolean {
  const all = new ToldTogether(wholes);
  for (const each of out) all.add(each);
  return standsBeside(one, out) && !all.explains(one);
}

/** One after the other, as they are told: what does not stand waits, and is told later. */
function told(all: readonly Shares[], wholes: Shares = whole): Shares[] {
  const out: Shares[] = [];
  const beside = new ToldTogether(wholes);
  let waiting: Shares = new Map();
  for (const one of all) {
    const candidate = together([waiting, one]);
    waiting = candidate;
    if (candidate.size === 0 || !standsBeside(candidate, out) || beside.explains(candidate))
      continue;
    out.push(candidate);
    beside.add(candidate);
    waiting = new Map();
  }
  return out;
}

/** What is left to find out for whoever knows these persons’ dues. */
const without = (figures: readonly Shares[], known: readonly string[]): Shares[] =>
  figures.map((shares) => new Map([...shares].filter(([person]) => !known.includes(person))));

describe('what partners were told, of whom it is known who is in which', () => {
  const three = ['abcdef', 'ghijkl', 'abcghi'].map(of);

  it.each(['t', 'tx', 'txy', 'txyz', 'txyzw'])(
    'is no fourth amount that leaves %s when all are taken together',
    (left) => {
      const four = [...three, of(`defjkl${left}`)];
      expect(leftAlone(four)).not.toBeNull();
      expect(told(four)).toHaveLength(3);
    },
  );

  it('is one that leaves six', () => {
    const four = [...three, of('defjkltuvxyz')];
    expect(leftAlone(four)).toBeNull();
    expect(told(four)).toHaveLength(4);
  });

  it.each([[[]], [['x']], [['x', 'y']]])(
    'tells nobody whose own people are %j of single persons, whichever groups it chose',
    (own: readonly string[]) => {
      const four = [...three, of(`defjklt${own.join('')}`)];
      const later = ['t', 'u', 'tu', 'abct', 'defu'].map((one) => of(one + own.join('')));
      const out = without(told([...four, ...later]), own);
      expect(leftAlone(out, 5 - own.length)).toBeNull();
    },
  );

  it('is the same persons’ month after month for ever', () => {
    const months = Array.from({ length: 30 }, () => of('abcdefghijklm'));
    expect(told(months)).toHaveLength(30);
  });

  it('is of as many groups of six as there are, where nobody is in two', () => {
    const group = (at: number): Shares =>
      figure(Object.fromEntries([1, 2, 3, 4, 5, 6].map((one) => [`${at}-${one}`, 700 + one])));
    const groups = Array.from({ length: 20 }, (_, at) => group(at));
    expect(told([...groups, ...groups])).toHaveLength(40);
  });

  it('is not of one person and the crumbs of five others', () => {
    const crumbs = figure({ a: 500, b: 2, c: 2, d: 2, e: 2, f: 2 });
    expect(leftAlone([crumbs])).toBeNull();
    expect(stands(crumbs, [])).toBe(false);
    expect(stands(of('abcdef'), [])).toBe(true);
  });

  it('leaves no five of a small world, whoever chooses who is in which, or how much', () => {
    const persons = 'abcdefghijkl'.split('');
    const world = fc.record({
      count: fc.integer({ min: 6, max: 12 }),
      first: fc.nat({ max: 4095 }),
      // Each differs from one of those before it by some persons, as who attacks would have it.
      months: fc.array(
        fc.record({ like: fc.nat(), but: fc.nat({ max: 4095 }), halved: fc.nat({ max: 4095 }) }),
        {
          minLength: 6,
          maxLength: 40,
        },
      ),
    });
    fc.assert(
      fc.property(world, ({ count, first, months }) => {
        const who = persons.slice(0, count);
        const masks = [first];
        const all = months.map(({ like, but, halved }) => {
          const mask = (masks[like % masks.length] ?? 0) ^ but;
          masks.push(mask);
          const uses = who.filter((_, at) => (mask >> at) % 2 === 1);
          const part = (one: string): number => {
            const isHalved = like % 3 === 0 && (halved >> persons.indexOf(one)) % 2 === 1;
            return (dues[one] ?? 0) * (isHalved ? 1 : 2);
          };
          return figure(Object.fromEntries(uses.map((one) => [one, part(one)])));
        });
        const twice = new Map([...whole].map(([one, part]) => [one, part * 2n]));
        const out = told(all, twice);
        expect(leftAlone(out)).toBeNull();
        // Nor for who knows two of them: four others at least are left.
        expect(leftAlone(without(out, who.slice(0, 2)), 3)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it('leaves no five of sixteen who use it by chance for years, paying the same', () => {
    const usage = fc.array(fc.nat({ max: 65_535 }), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(usage, (months) => {
        const who = 'abcdefghijklmnop';
        const uses = (mask: number) => who.split('').filter((_, at) => (mask >> at) % 2 === 1);
        const out = told(months.map((mask) => of(uses(mask).join(''))));
        expect(leftAlone(out)).toBeNull();
      }),
      { numRuns: 4 },
    );
  });
});

it('a figure of one who is known already holds up none that comes after', () => {
  const parts = (amounts: readonly number[]): Shares =>
    new Map(amounts.map((minor, nth) => [`member:${nth}`, BigInt(minor) * partsOfUnit] as const));
  const dues = parts(Array.from({ length: 14 }, () => 100_000));
  const services = parts(Array.from({ length: 9 }, (_, nth) => 1000 + 37 * nth * nth));
  const alone: Shares = new Map([['somebody', 14_382n * partsOfUnit]]);
  const without = new ToldTogether(new Map([...dues, ...alone]), { cells: 0 }, exact);
  const beside = new ToldTogether(new Map([...dues, ...alone]), { cells: 0 }, exact);
  beside.add(alone);
  for (const told of [without, beside]) told.add(dues);
  expect([without.explains(services), beside.explains(services)]).toEqual([false, false]);
});
