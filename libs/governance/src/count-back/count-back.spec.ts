import { describe, expect, it } from 'vitest';
import { seatsNow } from './count-back.js';

describe('who holds the seats of an election', () => {
  it.each([
    [[1, 2], [], [1, 2]],
    [[1, 2], [{ vacated: 2, elected: 4 }], [1, 4]],
    [
      [1, 2],
      [
        { vacated: 2, elected: 4 },
        { vacated: 4, elected: 3 },
      ],
      [1, 3],
    ],
    [[1, 2], [{ vacated: 1, elected: null }], [null, 2]],
  ])('is who won, and who took their seats: %j, %j', (winners, filled, now) => {
    expect(seatsNow(winners, filled)).toEqual(now);
  });
});
