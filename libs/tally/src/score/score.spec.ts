import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { scoreElection } from '../model/make-election.js';
import {
  countBy,
  outcomeOf,
  renamedOutcome,
  scoreProfiles,
  scoresOf,
  splitAndReversed,
} from '../testing/arbitrary-ballots.js';
import type { Profile, Scores } from '../testing/arbitrary-ballots.js';

const everyRule = [
  'score/sum',
  'score/mean',
  'score/median',
  'score/weighted-split',
  'score/allocated',
  'star/star',
  'majority-judgment/majority-judgment',
];

const abc = { candidates: ['A', 'B', 'C'] };

describe('score by sum, mean, median and split', () => {
  const election = scoreElection(abc, [
    [3, [5, null, 1]],
    [1, [0, 4, 1]],
    [2, [2, 5, null]],
  ]);

  it('sum adds everything up, a blank adds nothing', () => {
    expect(countBy('score/sum', election).totals).toEqual(['19', '14', '4']);
  });

  it('mean is over those who scored; a blank can be made a 0', () => {
    const result = countBy('score/mean', election);
    expect(result.figures?.['exactTotals']).toEqual(['19/6', '14/3', '1']);
    expect(result.totals).toEqual(['3.166666666666667', '4.666666666666667', '1']);
    expect(result.figures?.['raters']).toEqual(['6', '3', '4']);
    const zero = countBy('score/mean', election, { blank: 'zero' });
    expect(zero.figures?.['exactTotals']).toEqual(['19/6', '7/3', '2/3']);
  });

  it('too few raters give the bottom score', () => {
    const options = { 'minimum-raters': 4, bottom: '-1' };
    const result = countBy('score/mean', election, options);
    expect(result.totals).toEqual(['3.166666666666667', '-1', '1']);
    expect(result.winnerIndexes).toEqual([0]);
    expect(countBy('score/mean', election, { 'minimum-raters': 3 }).winnerIndexes).toEqual([1]);
  });

  it('median is the middle score, or half way between the two middle ones', () => {
    expect(countBy('score/median', election).totals).toEqual(['3.5', '5', '1']);
    expect(countBy('score/median', election, { blank: 'zero' }).totals).toEqual(['3.5', '2', '1']);
  });

  it('a ballot splits its weight in proportion to its points', () => {
    const split = scoreElection(abc, [
      [4, [1, 1, 2]],
      [1, [0, null, 0]],
      ['1/2', [0, 3, 0]],
    ]);
    expect(countBy('score/weighted-split', split).figures?.['exactTotals']).toEqual([
      '1',
      '3/2',
      '2',
    ]);
  });

  it('halves of points and of votes are exact', () => {
    const halves = scoreElection(abc, [['1/2', [3, 1, 0]]], 'score', 2n);
    expect(countBy('score/sum', halves).totals).toEqual(['0.75', '0.25', '0']);
    expect(countBy('score/median', halves).totals).toEqual(['1.5', '0.5', '0']);
  });
});

describe('STAR', () => {
  const star = (ballots: readonly (readonly [number, Scores])[], options = {}) =>
    countBy(
      'star/star',
      scoreElection(
        { candidates: ['A', 'B', 'C', 'D'].slice(0, ballots[0]?.[1].length ?? 0) },
        ballots,
      ),
      options,
    );

  it('the one of the two highest whom more voters prefer wins', () => {
    const result = star([
      [3, [5, 4, 0]],
      [2, [0, 5, 4]],
      [1, [3, 4, 5]],
    ]);
    expect(result.totals).toEqual(['18', '26', '13']);
    expect(result.rounds?.[0]?.figures?.['finalists']).toEqual([1, 0]);
    expect(result.pairwise).toEqual([
      ['0', '3', '3'],
      ['3', '0', '5'],
      ['3', '1', '0'],
    ]);
    expect(result.winnerIndexes).toEqual([1]);
  });

  it('a tied runoff goes by score, then by the most top scores', () => {
    expect(
      star([
        [1, [5, 0]],
        [1, [3, 4]],
      ]).winners,
    ).toEqual(['A']);
    expect(
      star([
        [1, [2, 4]],
        [1, [5, 3]],
      ]).winners,
    ).toEqual(['A']);
    expect(
      star(
        [
          [1, [2, 4]],
          [1, [5, 3]],
        ],
        { 'top-score': '4' },
      ).winners,
    ).toEqual(['B']);
  });

  it('a tie for the runoff goes head to head, then by the most top scores', () => {
    const headToHead = star([
      [2, [5, 2, 3]],
      [1, [5, 4, 2]],
    ]);
    expect(headToHead.rounds?.[0]?.figures?.['finalists']).toEqual([0, 2]);
    const top = star([
      [1, [5, 5, 3]],
      [1, [5, 2, 4]],
    ]);
    expect(top.rounds?.[0]?.figures?.['finalists']).toEqual([0, 1]);
  });

  it('who loses most comparisons among the tied drops out first', () => {
    const result = star([
      [4, [2, 1, 0]],
      [1, [1, 0, 0]],
      [1, [0, 0, 4]],
      [1, [0, 5, 5]],
    ]);
    expect(result.totals).toEqual(['9', '9', '9']);
    expect(result.rounds?.[0]?.figures?.['finalists']).toEqual([0, 1]);
    expect(result.winners).toEqual(['A']);
  });

  it('a true tie is reported, or all of the tied win together', () => {
    const ballots = [
      [2, [2, 2, 0]],
      [1, [1, 1, 5]],
    ] as const;
    const open = star(ballots);
    expect(open.winners).toEqual([]);
    expect(open.outcomes?.map(({ winners }) => winners)).toEqual([['A'], ['B']]);
    expect(star(ballots, { 'co-winners': true }).winners).toEqual(['A', 'B']);
    expect(star(ballots, { tie: 'candidate-order' }).winners).toEqual(['A']);
  });

  it('a tie that makes no difference to the winner leaves a winner', () => {
    const result = star([
      [1, [5, 2, 2]],
      [1, [5, 2, 2]],
    ]);
    expect(result.winners).toEqual(['A']);
    expect(result.outcomes).toBeUndefined();
  });

  it('fills several seats one after the other', () => {
    const frame = { candidates: ['A', 'B', 'C'], seats: 3 };
    const result = countBy(
      'star/star',
      scoreElection(frame, [
        [3, [5, 4, 0]],
        [2, [0, 5, 4]],
      ]),
    );
    expect(result.winners).toEqual(['A', 'B', 'C']);
  });
});

describe('allocated score', () => {
  it('spends a quota of ballots on each seat, in part at the last score needed', () => {
    const frame = { candidates: ['A', 'B', 'C', 'D'], seats: 2 };
    const election = scoreElection(frame, [
      [8, [5, 3, 1, null]],
      [4, [null, 1, 5, 3]],
    ]);
    const result = countBy('score/allocated', election);
    expect(result.winners).toEqual(['A', 'C']);
    expect(result.quota).toBe('6');
    expect(result.rounds?.map(({ votes }) => votes)).toEqual([
      ['40', '28', '28', '12'],
      ['', '10', '22', '12'],
    ]);
  });

  it('takes from the strongest supporters first', () => {
    const frame = { candidates: ['A', 'B', 'C'], seats: 2 };
    const election = scoreElection(frame, [
      [3, [5, 4, 0]],
      [3, [4, 0, 5]],
    ]);
    const result = countBy('score/allocated', election, { tie: 'candidate-order' });
    expect(result.rounds?.[1]?.votes).toEqual(['', '0', '15']);
    expect(result.winners).toEqual(['A', 'C']);
  });

  it('does not spend the ballots of those who give the elected nothing', () => {
    const frame = { candidates: ['A', 'B'], seats: 2 };
    const election = scoreElection(frame, [
      [1, [5, 1]],
      [3, [0, 1]],
    ]);
    expect(countBy('score/allocated', election).rounds?.[1]?.votes).toEqual(['', '3']);
  });
});

/** Middle grades, the lower of two, taken away one by one. */
function naiveJudgment({ ballots }: Profile<Scores>, candidate: number): number[] {
  const grades = ballots
    .flatMap(([weight, scores]) => Array.from({ length: weight }, () => scores[candidate] ?? 0))
    .sort((a, b) => a - b);
  const middles: number[] = [];
  while (grades.length > 0) {
    middles.push(...grades.splice(Math.floor((grades.length - 1) / 2), 1));
  }
  return middles;
}

describe('majority judgment', () => {
  it('ranks as taking middle grades away one by one does', () => {
    fc.assert(
      fc.property(scoreProfiles({ ballots: 6 }), (profile) => {
        const { rankingIndexes = [] } = countBy(
          'majority-judgment/majority-judgment',
          scoresOf(profile),
        );
        const value = (index: number): string => naiveJudgment(profile, index).join('');
        const ranks = rankingIndexes.map((group) => new Set(group.map((index) => value(index))));
        expect(ranks.every((values) => values.size === 1)).toBe(true);
        const order = ranks.map((values) => [...values][0] as string);
        expect(order).toEqual([...new Set(order)].sort().reverse());
      }),
      { numRuns: 300 },
    );
  });

  it('shows middle grades and who gave what', () => {
    const election = scoreElection({ candidates: ['A', 'B'] }, [
      [2, [3, null]],
      [1, [1, 2]],
      [1, [0, 2]],
    ]);
    const result = countBy('majority-judgment/majority-judgment', election);
    expect(result.totals).toEqual(['1', '0']);
    expect(result.figures?.['grades']).toEqual([
      [
        ['0', '1'],
        ['1', '1'],
        ['3', '2'],
      ],
      [
        ['0', '2'],
        ['2', '2'],
      ],
    ]);
  });

  it('a count without ballots ends in a tie, not in a crash', () => {
    const election = scoreElection({ candidates: ['A', 'B'] }, []);
    for (const name of everyRule) {
      expect(countBy(name, election).winnerIndexes, name).toEqual([]);
    }
  });
});

describe('what all score methods promise', () => {
  it('the order of ballots and how their weight is split make no difference', () => {
    fc.assert(
      fc.property(scoreProfiles({ seats: 2 }), (profile) => {
        for (const name of everyRule) {
          const other = countBy(name, scoresOf(splitAndReversed(profile)));
          expect(outcomeOf(other), name).toEqual(outcomeOf(countBy(name, scoresOf(profile))));
        }
      }),
    );
  });

  it('renaming the candidates renames the result', () => {
    fc.assert(
      fc.property(scoreProfiles({ seats: 2 }), fc.nat(), (profile, turn) => {
        const to = Array.from(
          { length: profile.candidates },
          (_, index) => (index + turn) % profile.candidates,
        );
        const ballots = profile.ballots.map(([weight, scores]) => {
          const renamed: (number | null)[] = [...scores];
          scores.forEach((score, index) => {
            renamed[to[index] as number] = score;
          });
          return [weight, renamed] as const;
        });
        for (const name of everyRule) {
          const other = countBy(name, scoresOf({ ...profile, ballots }));
          const result = countBy(name, scoresOf(profile));
          expect(outcomeOf(other), name).toEqual(renamedOutcome(result, to));
        }
      }),
    );
  });

  it('the seats are filled, or the tie is reported with every outcome', () => {
    fc.assert(
      fc.property(scoreProfiles({ seats: 3 }), (profile) => {
        for (const name of everyRule) {
          const { winnerIndexes, outcomes, ties } = countBy(name, scoresOf(profile));
          if (winnerIndexes.length === profile.seats) continue;
          expect(ties.length, name).toBeGreaterThan(0);
          expect(outcomes?.length, name).toBeGreaterThan(1);
        }
      }),
    );
  });
});
