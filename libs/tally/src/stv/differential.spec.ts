import { describe, expect, it } from 'vitest';

import { compareMeek, compareWarren } from '../testing/differential.js';

// A part of what `npm run test:long` compares, see differential.long.spec.ts.
describe('counts by other hands', () => {
  it('Meek: the same winners and the same votes in every round as meeks-prf-js', () => {
    const { compared, differences } = compareMeek(60, 1);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(57);
  });

  it('Warren: the same outcomes as a count voter by voter', () => {
    const { compared, differences } = compareWarren(60, 1);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(57);
  });
});
