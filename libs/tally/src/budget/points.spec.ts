import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Rational } from '../arithmetic/rational.js';
import { scoreElection } from '../model/make-election.js';
import { countBy } from '../testing/arbitrary-ballots.js';
import { integerSquareRoot } from './square-root.js';

const abc = { candidates: ['A', 'B', 'C'] };

describe('the integer square root', () => {
  it('is the largest integer whose square is not greater', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 60n }), (value) => {
        const root = integerSquareRoot(value);
        expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true);
      }),
    );
  });

  it('is exact on squares and refuses negative numbers', () => {
    expect([0n, 1n, 2n, 3n, 4n].map(integerSquareRoot)).toEqual([0n, 1n, 1n, 1n, 2n]);
    expect(() => integerSquareRoot(-1n)).toThrow(RangeError);
  });
});

describe('quadratic voting', () => {
  it('votes are the square roots of the points, times the weight', () => {
    const election = scoreElection(
      abc,
      [
        [2, [9, 4, null]],
        [1, [0, 16, 1]],
      ],
      'allocation',
    );
    const result = countBy('quadratic/votes', election);
    expect(result.totals).toEqual(['6', '8', '1']);
    expect(result.winners).toEqual(['B']);
  });

  it('cuts a root after as many decimals as asked', () => {
    const election = scoreElection(abc, [[1, [2, 1, 0]]], 'allocation');
    expect(countBy('quadratic/votes', election, { digits: 3 }).totals?.[0]).toBe('1.414');
    expect(countBy('quadratic/votes', election, { digits: 0 }).totals?.[0]).toBe('1');
  });

  it('funding squares the sum of the roots', () => {
    const election = scoreElection(
      abc,
      [
        [1, [9, 16, 0]],
        [1, [4, 0, 0]],
      ],
      'allocation',
    );
    expect(countBy('quadratic/funding', election).totals).toEqual(['25', '16', '0']);
  });

  it('by Snapshot, splits the weight by points and scales the squares to the whole weight', () => {
    const election = scoreElection(
      abc,
      [
        [1, [1, 1, null]],
        [2, [0, 0, null]],
      ],
      'allocation',
    );
    expect(countBy('quadratic/snapshot', election).totals).toEqual(['0.5', '0.5', '0']);
    const two = scoreElection(
      abc,
      [
        [4, [1, 0, 0]],
        [1, [0, 3, 0]],
      ],
      'allocation',
    );
    expect(countBy('quadratic/snapshot', two).totals).toEqual(['4', '1', '0']);
    expect(countBy('quadratic/snapshot', two).figures?.['countedWeight']).toBe('5');
    const nobody = scoreElection(abc, [[1, [0, 0, 0]]], 'allocation');
    expect(countBy('quadratic/snapshot', nobody).totals).toEqual(['0', '0', '0']);
  });

  it('refuses points below nothing', () => {
    const election = scoreElection(abc, [[1, [-1, 2, 0]]], 'allocation');
    expect(() => countBy('quadratic/votes', election)).toThrow('fewer than no points');
    expect(() => countBy('score/weighted-split', election)).toThrow('fewer than no points');
  });
});

describe('dot voting', () => {
  const election = scoreElection(
    { ...abc, seats: 2 },
    [
      [1, [3, 1, null]],
      [2, [0, 2, 2]],
      [1, [5, 0, 0]],
    ],
    'allocation',
  );

  it('adds the dots up and fills the seats', () => {
    const result = countBy('dot-voting/dots', election);
    expect(result.totals).toEqual(['8', '5', '4']);
    expect(result.winners).toEqual(['A', 'B']);
  });

  it('counts a ballot that spends more than the purse as void, and says so', () => {
    const result = countBy('dot-voting/dots', election, { purse: '4' });
    expect(result.totals).toEqual(['3', '5', '4']);
    expect(result.figures?.['voidWeight']).toBe('1');
    const taking = scoreElection(abc, [[1, [-1, 2, 0]]], 'allocation');
    expect(countBy('dot-voting/dots', taking, { purse: '4' }).figures?.['voidWeight']).toBe('1');
  });

  it('funds projects from the most dots down if there are costs', () => {
    const projects = ['a', 'b', 'c'].map((name, at) => ({ name, cost: Rational.of(at + 3) }));
    const budget = scoreElection(
      { candidates: projects, budget: Rational.of(8) },
      [[1, [1, 2, 5]]],
      'allocation',
    );
    const result = countBy('dot-voting/dots', budget);
    expect(result.winners).toEqual(['c', 'a']);
    expect(result.figures).toMatchObject({ totalCost: '8', budget: '8', voidWeight: '0' });
  });

  it('greedy funding takes points as votes too', () => {
    const projects = ['a', 'b'].map((name) => ({ name, cost: Rational.of(3) }));
    const frame = { candidates: projects, budget: Rational.of(3) };
    const halves = scoreElection(
      frame,
      [
        [1, [1, 2]],
        ['1/2', [3, 0]],
      ],
      'score',
      2n,
    );
    const result = countBy('participatory-budgeting/greedy', halves);
    expect(result.totals).toEqual(['5/4', '1']);
    expect(result.winners).toEqual(['a']);
  });
});
