import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeptResults } from './kept-results.js';

it('tells what working it out would, whatever was asked before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.nat({ max: 12 })), (most, asked) => {
      const kept = new KeptResults(most);
      for (const one of asked) {
        expect(kept.of(String(one), () => `${one} worked out`)).toBe(`${one} worked out`);
      }
    }),
  );
});

function timesWorkedOut(kept: KeptResults, asked: readonly number[]): number {
  let times = 0;
  for (const one of asked) kept.of(String(one), () => String((times += 1)));
  return times;
}

it('works out once what is asked for often, and no more than twice as many are held', () => {
  const kept = new KeptResults(3);
  expect(timesWorkedOut(kept, [1, 2, 3, 1, 2, 3])).toBe(3);
  // Asked for again in every few, 1 stays; 2 was not asked for while six others were.
  expect(timesWorkedOut(kept, [4, 1, 5, 6, 1, 7, 8, 1])).toBe(5);
  expect(timesWorkedOut(kept, [2])).toBe(1);
});

it('forgets all', () => {
  const kept = new KeptResults(3);
  timesWorkedOut(kept, [1, 2]);
  kept.forget();
  expect(timesWorkedOut(kept, [1, 2])).toBe(2);
});

it('keeps nothing of what there is not', () => {
  const kept = new KeptResults<string | null>(2);
  expect([kept.of('1', () => 'one'), kept.of('2', () => 'two')]).toEqual(['one', 'two']);
  for (const asked of ['3', '4', '5', '6', '7']) expect(kept.of(asked, () => null)).toBeNull();
  expect(kept.of('1', () => 'worked out anew')).toBe('one');
  expect(kept.of('3', () => 'there now')).toBe('there now');
});
