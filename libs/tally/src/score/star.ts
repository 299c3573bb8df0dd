import { rankByScore } from '../pairwise/minimax.js';
import { beats } from '../pairwise/matrix.js';
import type { PairwiseMatrix } from '../pairwise/matrix.js';
import type { ScoreTable } from './score-table.js';

/** What STAR looks at. */
export interface StarSheet {
  /** Sums of scores. */
  readonly scores: readonly bigint[];
  /** Voters who score a above b. */
  readonly preferences: PairwiseMatrix;
  /** How often each candidate was given the top score. */
  readonly topScores: readonly bigint[];
}

/** One seat filled. */
export interface StarRound {
  readonly finalists: readonly number[];
  readonly winner: number;
  /** By what the winner was found, in words. */
  readonly detail: string;
}

/** Chooses one of those whom no rule of STAR tells apart. */
export type TruePick = (tied: readonly number[], purpose: string) => number;

/** Sums, pairwise preferences and top marks. A blank is a 0. */
export function starSheetOf(table: ScoreTable, sums: readonly bigint[], top: number): StarSheet {
  const { candidates } = table;
  const all = Array.from({ length: candidates }, (_, index) => index);
  const preferences = all.map(() => all.map(() => 0n));
  const topScores = all.map(() => 0n);
  for (const { scores, weight } of table.rows) {
    for (const a of all) {
      const score = scores[a] ?? 0;
      if (score === top) topScores[a] = (topScores[a] as bigint) + weight;
      const row = preferences[a] as bigint[];
      for (const b of all) {
        if (score > (scores[b] ?? 0)) row[b] = (row[b] as bigint) + weight;
      }
    }
  }
  return { scores: sums, preferences, topScores };
}

/**
 * Score then automatic runoff: the two highest sums go to a runoff, which the one wins whom more
 * voters prefer.
 *
 * A tie in the scoring round goes by head-to-head comparisons among the tied: those who lose most
 * of them drop out, again and again; then by the most top scores. A tie in the runoff goes by the
 * higher sum, then by the most top scores. What is left is a true tie.
 *
 * @see Equal Vote Coalition, "STAR Voting ties", starvoting.org/ties
 */
export function starRound(sheet: StarSheet, open: readonly number[], pick: TruePick): StarRound {
  if (open.length === 1) {
    return { finalists: open, winner: open[0] as number, detail: 'nobody else is left' };
  }
  const finalists: number[] = [];
  while (finalists.length < 2) {
    const left = open.filter((index) => !finalists.includes(index));
    const best = bestBy(left, (index) => sheet.scores[index] as bigint);
    finalists.push(...advance(sheet, best, 2 - finalists.length, pick));
  }
  return runoff(sheet, finalists as [number, number], pick);
}

/** Those of the tied who go on: all if there is room, else one or both. */
function advance(
  sheet: StarSheet,
  tied: readonly number[],
  room: number,
  pick: TruePick,
): readonly number[] {
  if (tied.length <= room) return tied;
  let left = tied;
  for (;;) {
    const losses = left.map((a) =>
      BigInt(left.filter((b) => beats(sheet.preferences, b, a)).length),
    );
    const groups = rankByScore(losses, 'lowest');
    if (groups.length === 1) break;
    const worst = new Set(groups.at(-1));
    left = left.filter((_, at) => !worst.has(at));
    if (left.length === 1) return left;
  }
  if (left.length <= room) return left;
  const byTop = rankByScore(left.map((index) => sheet.topScores[index] as bigint)).map((group) =>
    group.map((at) => left[at] as number),
  );
  const [first = [], second = []] = byTop;
  if (first.length <= room) {
    return first.length + second.length <= room ? [...first, ...second] : first;
  }
  return [pick(first, 'advance to the runoff')];
}

function runoff(sheet: StarSheet, finalists: [number, number], pick: TruePick): StarRound {
  const [a, b] = finalists;
  const { preferences, scores, topScores } = sheet;
  const votes = (index: number, other: number): bigint =>
    (preferences[index] as readonly bigint[])[other] as bigint;
  const steps: [bigint, bigint, string][] = [
    [votes(a, b), votes(b, a), 'more voters prefer the winner in the runoff'],
    [scores[a] as bigint, scores[b] as bigint, 'the runoff is tied; the higher score wins'],
    [topScores[a] as bigint, topScores[b] as bigint, 'tied but for the most top scores'],
  ];
  for (const [forA, forB, detail] of steps) {
    if (forA !== forB) return { finalists, winner: forA > forB ? a : b, detail };
  }
  return {
    finalists,
    winner: pick(
      [...finalists].sort((x, y) => x - y),
      'win the runoff',
    ),
    detail: 'a true tie',
  };
}

function bestBy(candidates: readonly number[], value: (index: number) => bigint): number[] {
  const values = candidates.map(value);
  const most = values.reduce((best, one) => (one > best ? one : best));
  return candidates.filter((_, at) => values[at] === most);
}
