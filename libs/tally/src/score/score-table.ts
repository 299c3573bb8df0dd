import { Rational } from '../arithmetic/rational.js';
import { BLANK_SCORE } from '../model/ballots.js';
import type { AllocationBallots, ScoreBallots } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';

/** Score ballots of one election, row by row. */
export interface ScoreTable {
  readonly candidates: number;
  /** In units of 1/scoreDivisor; null is a blank. */
  readonly rows: readonly {
    readonly scores: readonly (number | null)[];
    readonly weight: bigint;
  }[];
  readonly totalWeight: bigint;
  readonly scoreDivisor: bigint;
  readonly weightDivisor: bigint;
}

/** Lays equal score ballots together. Throws BALLOTS_UNSUITABLE. */
export function scoreTableOf(election: Election): ScoreTable {
  const { ballots } = election;
  if (ballots.kind !== 'score' && ballots.kind !== 'allocation') {
    throw new TallyError('BALLOTS_UNSUITABLE', 'score methods count scores');
  }
  const candidates = election.candidates.length;
  const rows = new Map<string, { scores: (number | null)[]; weight: bigint }>();
  for (let row = 0; row < ballots.count; row += 1) {
    const scores = rowOf(ballots, row, candidates);
    const key = scores.join(',');
    const weight = BigInt(ballots.weights[row] as number);
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { scores, weight });
    else known.weight += weight;
  }
  const { scoreDivisor, weightDivisor, totalWeight } = ballots;
  return {
    candidates,
    rows: [...rows.values()],
    totalWeight: BigInt(totalWeight),
    scoreDivisor,
    weightDivisor,
  };
}

function rowOf(
  ballots: ScoreBallots | AllocationBallots,
  row: number,
  candidates: number,
): (number | null)[] {
  const start = row * candidates;
  return Array.from(ballots.scores.subarray(start, start + candidates), (score) =>
    score === BLANK_SCORE ? null : score,
  );
}

/** The sum of scores by candidate, a blank as 0, in units of score times weight. */
export function sumUnits(table: ScoreTable): bigint[] {
  const sums = Array.from({ length: table.candidates }, () => 0n);
  for (const { scores, weight } of table.rows) {
    scores.forEach((score, index) => {
      sums[index] = (sums[index] as bigint) + BigInt(score ?? 0) * weight;
    });
  }
  return sums;
}

/** A sum of scores by weight as the exact number it stands for. */
export function exactSum(table: ScoreTable, units: bigint): Rational {
  return Rational.of(units, table.scoreDivisor * table.weightDivisor);
}

/** The weight of the voters who gave each candidate a score. */
export function raterUnits(table: ScoreTable): bigint[] {
  const raters = Array.from({ length: table.candidates }, () => 0n);
  for (const { scores, weight } of table.rows) {
    scores.forEach((score, index) => {
      if (score !== null) raters[index] = (raters[index] as bigint) + weight;
    });
  }
  return raters;
}

/** How many weight units gave which score to a candidate, by ascending score. */
export interface ScoreCount {
  readonly score: number;
  readonly weight: bigint;
}

/** The scores given to a candidate, ascending. Blanks count as 0 or not at all. */
export function distributionOf(
  table: ScoreTable,
  candidate: number,
  blank: 'zero' | 'not-counted',
): ScoreCount[] {
  const counts = new Map<number, bigint>();
  for (const { scores, weight } of table.rows) {
    const score = scores[candidate] ?? (blank === 'zero' ? 0 : null);
    if (score !== null) counts.set(score, (counts.get(score) ?? 0n) + weight);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([score, weight]) => ({ score, weight }));
}

/** The score at a place of the sorted scores, counted from 0 in weight units. */
export function scoreAt(distribution: readonly ScoreCount[], place: bigint): number {
  let passed = 0n;
  for (const { score, weight } of distribution) {
    passed += weight;
    if (place < passed) return score;
  }
  throw new RangeError(`no score at place ${place}`);
}
