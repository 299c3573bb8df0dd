import { describe, expect, it } from 'vitest';
import { partsOfUnit } from './shares.js';
import type { Shares } from './shares.js';
import { Lines } from './lines.js';
import { standsBeside } from './subtraction.js';

/** Amounts that have nothing to do with each other, the same each time. */
function amounts(seed: number): () => bigint {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return 1n + BigInt(state) * 1_000n;
  };
}

const of = (count: number, share: (nth: number) => bigint): Shares =>
  new Map(Array.from({ length: count }, (_, nth) => [`member:${nth}`, share(nth)] as const));
const dues = (nth: number): bigint => BigInt(5_00 + 1_00 * (nth % 7)) * partsOfUnit;

/** Each partner's newest 24 months, of six of them. */
const told = 6 * 24;

describe('looking for what subtraction tells', () => {
  const next = amounts(7);
  it.each<[what: string, share: (nth: number, month: number) => bigint]>([
    ['what has nothing in common', () => next()],
    ['the same month after month', dues],
    ['the same but for its scale', (nth, month) => dues(nth) * BigInt(1_000 + 77 * month)],
    ['amounts of a few units', (nth, month) => BigInt(1 + ((nth * 7 + month) % 4)) * partsOfUnit],
    ['other members each half year', (nth, month) => (nth % 6 === month % 6 ? 1n : 3n) * dues(nth)],
  ])('does not look long, be it at %s of 300 members', (_, share) => {
    const published = Array.from({ length: told }, (_, month) =>
      of(300, (nth) => share(nth, month)),
    );
    const work = { persons: 0 };
    standsBeside(
      of(300, (nth) => share(nth, told)),
      published,
      new Lines(),
      work,
    );
    expect(work.persons).toBeLessThan(2_000_000);
  });
});

it('looks no longer for each figure when there are more of them', () => {
  const next = amounts(11);
  const worked = (count: number): number => {
    const work = { persons: 0 };
    const some = (): Shares => of(60, () => next());
    standsBeside(some(), Array.from({ length: count }, some), new Lines(), work);
    return work.persons;
  };
  expect(worked(400)).toBeLessThan(5 * worked(100));
});

it('finds one member among many, whatever the multiples of two others', () => {
  const next = amounts(5);
  const [one, other] = [of(40, () => next()), of(40, () => next())];
  for (const [times, more] of [
    [1n, 1n],
    [1n, 3n],
    [2n, 7n],
    [-1n, 12n],
  ] as const) {
    const sum = of(40, (nth) => {
      const [a = 0n, b = 0n] = [one.get(`member:${nth}`), other.get(`member:${nth}`)];
      return times * a + more * b;
    });
    expect(standsBeside(sum, [one, other])).toBe(true);
    const joined = new Map([...sum, ['member:99', 8_00n * partsOfUnit]]);
    expect(standsBeside(joined, [one, other])).toBe(false);
  }
});

describe('what the rounding of parts leaves', () => {
  /** One more or less for the first of them. */
  const rounded = (count: number, times = 1n, persons = 20): Shares =>
    of(persons, (nth) => times * dues(nth) + (nth < count ? 1n : 0n));

  it('is nobody’s', () => {
    for (const count of [1, 3, 5]) {
      expect(standsBeside(rounded(count), [rounded(0)])).toBe(true);
      expect(standsBeside(rounded(count), [rounded(0, 3n)])).toBe(true);
      expect(standsBeside(rounded(count), [rounded(0, 3n), rounded(2, 7n)])).toBe(true);
    }
  });

  it('hides nobody', () => {
    for (const count of [0, 3, 9]) {
      const more = new Map([...rounded(count), ['member:99', 8_00n * partsOfUnit]]);
      expect(standsBeside(more, [rounded(0)])).toBe(false);
      expect(standsBeside(more, [rounded(0, 3n)])).toBe(false);
    }
  });

  it('is told from a difference of all of them, be it as small', () => {
    const more = of(8, (nth) => dues(nth) + dues(nth) / 1_000n);
    expect(standsBeside(more, [of(8, dues)])).toBe(true);
  });
});

it('is the same where what is out was read before, and other persons came since', () => {
  const next = amounts(3);
  const lines = new Lines();
  const published: Shares[] = [];
  for (let count = 8; count < 40; count += 1) {
    const one = of(count, count % 5 === 0 ? () => next() : dues);
    const joined = new Map([...one, [`member:${count + 60}`, 8_00n * partsOfUnit]]);
    for (const figure of [one, joined]) {
      expect(standsBeside(figure, published, lines)).toBe(standsBeside(figure, published));
    }
    published.push(count % 2 === 0 ? one : joined);
  }
});
