import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { count } from '../methods/registry.js';
import { approvalElection, rankedElection } from '../model/make-election.js';
import { arbitraryStrict, electionOf } from '../testing/arbitrary-elections.js';

const candidates = ['Ada', 'Bo', 'Cy', 'Di'];

describe('plurality', () => {
  it('the most marks win; blank and overmarked ballots are told apart', () => {
    const election = approvalElection({ candidates }, [
      [3, [0]],
      [4, [1]],
      [2, [0, 1]],
      [1, []],
    ]);
    const result = count(election, { method: 'plurality', variant: 'fptp', options: {} });
    expect(result.winners).toEqual(['Bo']);
    expect(result.totals).toEqual(['3', '4', '0', '0']);
    expect(result.figures).toEqual({ blank: '1', spoilt: '2' });
    expect(result.rankingIndexes).toEqual([[1], [0], [2, 3]]);
  });

  it('on rankings the first choice among those who stand counts', () => {
    const election = rankedElection({ candidates, withdrawn: [0] }, [
      [3, [0, 2]],
      [2, [1]],
      [1, [[2, 3]]],
    ]);
    const result = count(election, { method: 'plurality', variant: 'fptp', options: {} });
    expect(result.totals).toEqual(['0', '2', '3', '0']);
    expect(result.figures?.['spoilt']).toBe('1');
  });

  it('block voting gives as many marks as seats; one vote for several seats only one', () => {
    const election = approvalElection({ candidates, seats: 2 }, [
      [5, [0, 1]],
      [3, [2]],
      [1, [0]],
    ]);
    const by = (variant: string): readonly string[] =>
      count(election, { method: 'plurality', variant, options: {} }).winners;
    expect(by('block')).toEqual(['Ada', 'Bo']);
    expect(by('sntv')).toEqual(['Cy', 'Ada']);
    expect(() => by('fptp')).toThrow('fptp fills one seat, not 2');
  });

  it('a tie at the last seat is broken by rule and recorded; a tie above it needs none', () => {
    const election = approvalElection({ candidates, seats: 2 }, [
      [2, [0]],
      [1, [2]],
      [1, [1]],
    ]);
    const result = count(election, { method: 'plurality', variant: 'sntv', options: {} });
    expect(result.winners).toEqual(['Ada', 'Bo']);
    expect(result.ties).toMatchObject([{ candidates: [1, 2], chosen: [1] }]);
    const level = approvalElection({ candidates, seats: 2 }, [
      [2, [0]],
      [2, [1]],
    ]);
    expect(count(level, { method: 'plurality', variant: 'sntv', options: {} }).ties).toEqual([]);
  });
});

describe('two rounds', () => {
  it('a majority of first choices wins at once', () => {
    const election = rankedElection({ candidates }, [
      [5, [0]],
      [4, [1]],
    ]);
    const result = count(election, { method: 'two-round', variant: 'contingent', options: {} });
    expect(result.winners).toEqual(['Ada']);
    expect(result.rounds).toHaveLength(1);
  });

  it('otherwise the first two meet, and every ballot counts for the one ranked higher', () => {
    const election = rankedElection({ candidates }, [
      [5, [0]],
      [4, [1]],
      [3, [2, 1]],
      [1, [3]],
    ]);
    const result = count(election, { method: 'two-round', variant: 'contingent', options: {} });
    expect(result.winners).toEqual(['Bo']);
    expect(result.rounds?.map(({ votes }) => votes)).toEqual([
      ['5', '4', '3', '1'],
      ['5', '7', '0', '0'],
    ]);
    expect(result.rounds?.[1]?.exhausted).toBe('1');
  });

  it('with three candidates it is instant run-off, where nobody ties', () => {
    fc.assert(
      fc.property(arbitraryStrict(1, 3), (plain) => {
        fc.pre(plain.candidates <= 3);
        const two = count(electionOf(plain), {
          method: 'two-round',
          variant: 'contingent',
          options: {},
        });
        const irv = count(electionOf(plain), {
          method: 'irv',
          variant: 'irv-single-elimination',
          options: {},
        });
        fc.pre(two.ties.length === 0 && irv.ties.length === 0);
        expect(two.winnerIndexes).toEqual(irv.winnerIndexes);
      }),
      { numRuns: 200 },
    );
  });
});
