import { beats } from './matrix.js';
import { rankByScore } from './minimax.js';
import type { PairwiseMatrix } from './matrix.js';

/** The Copeland count of a pairwise matrix. */
export interface CopelandCount {
  readonly wins: readonly number[];
  readonly losses: readonly number[];
  readonly draws: readonly number[];
  /** Twice the score, so that the half point of a draw stays a whole number. */
  readonly doubledScores: readonly bigint[];
  readonly ranking: readonly (readonly number[])[];
}

/**
 * Copeland's method: a point for every pair won, half a point for every pair drawn.
 *
 * @see Saari and Merlin, "The Copeland method", Economic Theory 8 (1996)
 */
export function copeland(matrix: PairwiseMatrix): CopelandCount {
  const candidates = matrix.map((_, index) => index);
  const wins = candidates.map((a) => candidates.filter((b) => beats(matrix, a, b)).length);
  const losses = candidates.map((a) => candidates.filter((b) => beats(matrix, b, a)).length);
  const draws = candidates.map((a) => matrix.length - 1 - at(wins, a) - at(losses, a));
  const doubledScores = candidates.map((a) => BigInt(2 * at(wins, a) + at(draws, a)));
  return { wins, losses, draws, doubledScores, ranking: rankByScore(doubledScores) };
}

function at(values: readonly number[], index: number): number {
  return values[index] as number;
}
