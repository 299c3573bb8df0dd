import { describe, expect, it } from 'vitest';

import { compareMeek, compareWarren } from '../testing/differential.js';

describe('counts by other hands, on 2,000 profiles each', () => {
  it('Meek: the same winners and the same votes in every round as meeks-prf-js', () => {
    const { compared, differences } = compareMeek(2_000, 2);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(1_990);
  });

  it('Warren: the same outcomes as a count voter by voter', () => {
    const { compared, differences } = compareWarren(2_000, 2);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(1_990);
  });
});
