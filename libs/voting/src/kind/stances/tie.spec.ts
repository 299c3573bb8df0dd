import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { breakTieByLot } from './tie.js';

/** The ticket of one end, as anybody makes it with a hash program: 0 for the status quo. */
const ticket = (seed: string, end: 0 | 1) =>
  createHash('sha256').update(`${seed}\n1\n${end}`).digest('hex');

describe('a tie that is drawn', () => {
  it('goes to the end with the lower ticket', () => {
    for (const seed of Array.from({ length: 32 }, (_, nth) => `seed ${nth}`)) {
      const outcome = ticket(seed, 1) < ticket(seed, 0) ? 'passed' : 'rejected';
      expect(breakTieByLot(seed)).toEqual({ outcome, reason: 'lot-drawn' });
    }
  });
});
