import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderBySeed, seatsFor, statementOf } from './nomination.js';

describe('the order in which candidates stand', () => {
  it('follows from the seed, whoever was nominated first, and loses nobody', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { maxLength: 12 }), fc.string(), (ids, seed) => {
        const ordered = orderBySeed(seed, ids);
        expect(orderBySeed(seed, ids.toReversed())).toEqual(ordered);
        expect(ordered.toSorted()).toEqual(ids.toSorted());
      }),
    );
  });

  it('puts nobody first for good', () => {
    const ids = ['a', 'b', 'c'];
    const first = Array.from({ length: 60 }, (_, nth) => orderBySeed(String(nth), ids)[0]);
    expect(new Set(first)).toEqual(new Set(ids));
  });
});

describe('seats', () => {
  it.each([
    [3, 5, 3, false],
    [3, 4, 3, false],
    [3, 3, 3, true],
    [3, 1, 1, true],
  ])('are for %s seats and %s who stand %s, and none of them: %s', (seats, stand, to, reopens) => {
    expect(seatsFor(seats, stand)).toEqual({ seats: to, reopens });
  });
});

describe('a statement', () => {
  it('is what was written, none where that is nothing', () => {
    expect(statementOf('  I mend bicycles. ')).toBe('I mend bicycles.');
    expect(statementOf('  ')).toBeNull();
    expect(() => statementOf('x'.repeat(5001))).toThrow('at most 5,000');
    expect(() => statementOf('a\0b')).toThrow('at most 5,000');
  });
});
