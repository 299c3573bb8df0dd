import { describe, expect, it } from 'vitest';

import { starRound } from './star.js';
import type { StarSheet } from './star.js';

const everyone = [0, 1, 2, 3];

/** 0 beats 1, 1 beats 2, 2 beats 0, all of them beat 3. */
const circle = [
  [0, 1, 0, 1],
  [0, 0, 1, 1],
  [1, 0, 0, 1],
  [0, 0, 0, 0],
];

function sheetOf(
  scores: readonly number[],
  preferences: readonly (readonly number[])[],
  topScores: readonly number[],
): StarSheet {
  return {
    scores: scores.map(BigInt),
    preferences: preferences.map((row) => row.map(BigInt)),
    topScores: topScores.map(BigInt),
  };
}

/** The finalists, and what had to be decided outside; there the last of the tied is taken. */
function finalistsOf(sheet: StarSheet, open = everyone) {
  const asked: string[] = [];
  const { finalists } = starRound(sheet, open, (tied, purpose) => {
    asked.push(`${purpose}: ${tied.join(' ')}`);
    return tied.at(-1) as number;
  });
  return { finalists, asked };
}

describe('a tie in the scoring round of STAR', () => {
  const tied = (topScores: readonly number[]) => sheetOf([10, 10, 10, 9], circle, topScores);

  it('both with the most top scores go on, if two have more than the rest', () => {
    expect(finalistsOf(tied([4, 3, 1, 9]))).toEqual({ finalists: [0, 1], asked: [] });
    expect(finalistsOf(tied([1, 3, 3, 9]))).toEqual({ finalists: [1, 2], asked: [] });
  });

  it('one goes on alone if the next are equal, and they compare head to head', () => {
    expect(finalistsOf(tied([3, 2, 2, 9]))).toEqual({ finalists: [0, 1], asked: [] });
    expect(finalistsOf(tied([2, 2, 3, 9]))).toEqual({ finalists: [2, 0], asked: [] });
  });

  it('is a true tie if the top scores are equal too', () => {
    expect(finalistsOf(tied([2, 2, 2, 9]))).toEqual({
      finalists: [2, 0],
      asked: ['advance to the runoff: 0 1 2'],
    });
  });

  it('for the second place alone, takes one', () => {
    const second = [[0, 1, 1, 1], ...circle.slice(0, 3).map((row) => [0, row[0], row[1], row[2]])];
    const preferences = second.map((row) => row.map((votes) => votes ?? 0));
    const sheet = (top: readonly number[]) => sheetOf([11, 10, 10, 10], preferences, top);
    expect(finalistsOf(sheet([9, 3, 2, 2]))).toEqual({ finalists: [0, 1], asked: [] });
    expect(finalistsOf(sheet([9, 3, 3, 2]))).toEqual({
      finalists: [0, 2],
      asked: ['advance to the runoff: 1 2'],
    });
  });

  it('two who lose equally few comparisons go on together', () => {
    const preferences = [
      [0, 0, 2],
      [0, 0, 2],
      [1, 1, 0],
    ];
    const sheet = sheetOf([5, 5, 5], preferences, [0, 0, 1]);
    expect(finalistsOf(sheet, [0, 1, 2])).toEqual({
      finalists: [0, 1],
      asked: ['win the runoff: 0 1'],
    });
  });

  it('two with the highest score need no tie-break', () => {
    const sheet = sheetOf([10, 10, 9, 8], circle, [0, 0, 9, 9]);
    expect(finalistsOf(sheet)).toEqual({ finalists: [0, 1], asked: [] });
  });

  it('the last one left wins without a runoff', () => {
    const round = starRound(
      sheetOf(
        [1, 2],
        [
          [0, 0],
          [0, 0],
        ],
        [0, 0],
      ),
      [1],
      () => 0,
    );
    expect(round).toEqual({ finalists: [1], winner: 1, detail: 'nobody else is left' });
  });
});
