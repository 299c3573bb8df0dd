import { preferring } from './matrix.js';
import type { PairwiseMatrix, Strength } from './matrix.js';

/** The minimax count of a pairwise matrix. */
export interface MinimaxCount {
  /** The worst that any other candidate does to each; the least of them wins. */
  readonly scores: readonly bigint[];
  /** Groups of tied candidates, best first. */
  readonly ranking: readonly (readonly number[])[];
}

/**
 * Minimax (Simpson–Kramer): the winner is the candidate whose worst pairwise result is mildest.
 *
 * `winning` counts the opponents of a lost pair (0 if none is lost), `margin` their lead, which is
 * negative for a candidate who wins every pair, `opposition` the opponents of any pair.
 *
 * @see Darlington, "Are Condorcet and minimax voting systems the best?", arXiv:1807.01366
 */
export function minimax(matrix: PairwiseMatrix, strength: Strength): MinimaxCount {
  const candidates = matrix.map((_, index) => index);
  const scores = candidates.map((a) => worstResult(matrix, a, strength));
  return { scores, ranking: rankByScore(scores, 'lowest') };
}

function worstResult(matrix: PairwiseMatrix, a: number, strength: Strength): bigint {
  let worst: bigint | undefined;
  for (let b = 0; b < matrix.length; b += 1) {
    if (a === b) continue;
    const against = preferring(matrix, b, a);
    const lead = against - preferring(matrix, a, b);
    const result =
      strength === 'margin' ? lead : strength === 'winning' && lead <= 0n ? 0n : against;
    if (worst === undefined || result > worst) worst = result;
  }
  return worst ?? 0n;
}

/** Groups candidates of equal score; `best` says whether the highest or the lowest score leads. */
export function rankByScore(
  scores: readonly bigint[],
  best: 'highest' | 'lowest' = 'highest',
): number[][] {
  const distinct = [...new Set(scores)].sort((x, y) => (x < y ? -1 : 1));
  if (best === 'highest') distinct.reverse();
  return distinct.map((score) =>
    scores.flatMap((value, index) => (value === score ? [index] : [])),
  );
}
