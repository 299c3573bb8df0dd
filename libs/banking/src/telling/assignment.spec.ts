import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alike, assign as assignAlike } from './assignment.js';
import type { Pair } from './assignment.js';
import type { Likened, Likeness } from './entry-facts.js';

interface MayBePair extends Pair, Likened {}

const pair = (
  told: number,
  known: number,
  likeness: Likeness = 'content',
  score = 1,
): MayBePair => ({ told, known, likeness, score });

/** Each told one by itself, though nothing may tell it from another. */
const assign = (pairs: readonly MayBePair[]): Pair[] =>
  assignAlike(
    [...new Set(pairs.map(({ told }) => told))].flatMap((place) =>
      alike(
        [place],
        pairs.flatMap((one) => (one.told === place ? [[one.known, one] as const] : [])),
      ),
    ),
  );
const places = (pairs: readonly Pair[]): string[] =>
  pairs.map(({ told, known }) => `${told}-${known}`);

describe('pairs of what is told and what is known', () => {
  it('have each of them once', () => {
    expect(places(assign([pair(0, 0), pair(0, 1), pair(1, 0), pair(1, 1)]))).toEqual([
      '0-0',
      '1-1',
    ]);
  });

  it('are as many as there can be, though the first then has to take another', () => {
    expect(places(assign([pair(0, 0), pair(0, 1), pair(1, 0)]))).toEqual(['0-1', '1-0']);
    const chain = [pair(0, 0), pair(0, 1), pair(1, 1), pair(1, 2), pair(2, 0)];
    expect(assign(chain)).toHaveLength(3);
  });

  it('are by the bank’s reference before they are by words, and by words before the amount', () => {
    expect(places(assign([pair(0, 0), pair(1, 0, 'key')]))).toEqual(['1-0']);
    expect(places(assign([pair(0, 0, 'weak', 9), pair(1, 0, 'content', 0)]))).toEqual(['1-0']);
    // What is sure does not give way so that there are more of what is not.
    const sure = [pair(0, 0, 'key'), pair(0, 1, 'weak'), pair(1, 0, 'weak')];
    expect(places(assign(sure))).toEqual(['0-0']);
  });

  it('are with what has more in common, and then in the order of the file', () => {
    expect(places(assign([pair(0, 0, 'content', 2), pair(0, 1, 'content', 5)]))).toEqual(['0-1']);
    expect(places(assign([pair(0, 1), pair(0, 0)]))).toEqual(['0-0']);
  });

  it('are as many as there can be, though each of thousands has to take another', () => {
    const length = 10_000;
    const chain = Array.from({ length }, (_, at) =>
      alike(
        [at],
        [
          [at, pair(at, at, 'content', 2)],
          [at + 1, pair(at, at + 1, 'content', 1)],
        ],
      ),
    );
    const last = alike([length], [[0, pair(length, 0, 'content', 0)]]);
    const found = assignAlike([...chain, last].flat());
    expect(found).toHaveLength(length + 1);
    expect(places(found.slice(-2))).toEqual([`${length - 1}-${length}`, `${length}-0`]);
  });

  it('are none where nothing is alike', () => {
    expect(assign([])).toEqual([]);
  });
});

const levels = ['key', 'content', 'weak'] as const;
const anyPairs = fc.uniqueArray(
  fc.record({
    told: fc.integer({ min: 0, max: 4 }),
    known: fc.integer({ min: 0, max: 4 }),
    likeness: fc.constantFrom(...levels),
    score: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 9, selector: ({ told, known }) => told * 10 + known },
);

/** The most pairs of one likeness that leave the taken ones alone, found by trying all. */
function most(pairs: readonly Pair[], told: readonly number[], known: readonly number[]): number {
  const free = pairs.filter((one) => !told.includes(one.told) && !known.includes(one.known));
  return free.reduce(
    (best, one, at) =>
      Math.max(best, 1 + most(free.slice(at + 1), [...told, one.told], [...known, one.known])),
    0,
  );
}

it('each likeness in its turn is paired as often as it can be', () => {
  fc.assert(
    fc.property(anyPairs, (pairs) => {
      const found = assign(pairs);
      expect(new Set(found.map(({ told }) => told)).size).toBe(found.length);
      expect(new Set(found.map(({ known }) => known)).size).toBe(found.length);
      const told: number[] = [];
      const known: number[] = [];
      for (const level of levels) {
        const mine = found.filter(({ likeness }) => likeness === level);
        const ofLevel = pairs.filter(({ likeness }) => likeness === level);
        expect(mine).toHaveLength(most(ofLevel, told, known));
        told.push(...mine.map((one) => one.told));
        known.push(...mine.map((one) => one.known));
      }
    }),
  );
});
