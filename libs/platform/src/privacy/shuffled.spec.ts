import { describe, expect, it } from 'vitest';
import { shuffled } from './shuffled.js';

const many = Array.from({ length: 100 }, (_, place) => place);

describe('what is shuffled', () => {
  it('has every item once, in another order, and leaves the given one alone', () => {
    const given = [...many];
    const mixed = shuffled(given);
    expect(mixed).not.toEqual(many);
    expect(mixed.toSorted((a, b) => a - b)).toEqual(many);
    expect(given).toEqual(many);
  });

  it('has every order, each about as often', () => {
    const seen = new Map<string, number>();
    for (let nth = 0; nth < 6000; nth += 1) {
      const order = shuffled(['a', 'b', 'c']).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    // A thousand each is expected, with a deviation of 29: seven of them are beyond chance.
    for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(203);
  });

  it('may be of nothing', () => {
    expect(shuffled([])).toEqual([]);
  });
});
