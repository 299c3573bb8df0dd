import { preferring, submatrixOf } from './matrix.js';
import type { PairwiseMatrix } from './matrix.js';

/** The Kemeny–Young count of a pairwise matrix. */
export interface KemenyCount {
  /** The sum, over all pairs in the order of a best ranking, of the voters who agree with it. */
  readonly score: bigint;
  /** All strict rankings with that score, up to the limit, in ascending order of indexes. */
  readonly rankings: readonly (readonly number[])[];
  /** How many there are in all. */
  readonly rankingCount: bigint;
}

/** More candidates than this would need more memory and time than a count may take. */
export const KEMENY_CANDIDATES_LIMIT = 10;

/**
 * The Kemeny–Young method: the strict rankings with which the voters agree most, pair by pair. The
 * best order of every subset of candidates is found once (Held and Karp's recurrence), so that ten
 * candidates take 1,024 subsets and not 3,628,800 orders.
 *
 * @see Kemeny, "Mathematics without numbers", Daedalus 88 (1959); Young and Levenglick,
 *   "A consistent extension of Condorcet's election principle", SIAM J. Appl. Math. 35 (1978)
 * @param limit how many of the best rankings to list
 */
export function kemeny(matrix: PairwiseMatrix, limit = 1000): KemenyCount {
  const n = matrix.length;
  if (n > KEMENY_CANDIDATES_LIMIT) {
    throw new RangeError(`Kemeny–Young counts up to ${KEMENY_CANDIDATES_LIMIT} candidates.`);
  }
  const best: bigint[] = [0n];
  const ways: bigint[] = [1n];
  for (let subset = 1; subset < 1 << n; subset += 1) {
    let score = -1n;
    let count = 0n;
    for (const first of membersOf(subset, n)) {
      const rest = subset & ~(1 << first);
      const candidateScore = agreement(matrix, first, rest) + (best[rest] as bigint);
      if (candidateScore > score) {
        score = candidateScore;
        count = ways[rest] as bigint;
      } else if (candidateScore === score) {
        count += ways[rest] as bigint;
      }
    }
    best.push(score);
    ways.push(count);
  }
  const everyone = (1 << n) - 1;
  const rankings: number[][] = [];
  collectRankings(matrix, best, everyone, [], rankings, limit);
  return { score: best[everyone] as bigint, rankings, rankingCount: ways[everyone] as bigint };
}

/** Of all best rankings the one that comes first by an order of the candidates. */
export function kemenyByOrder(matrix: PairwiseMatrix, order: readonly number[]): number[] {
  const [first = []] = kemeny(submatrixOf(matrix, order), 1).rankings;
  return first.map((place) => order[place] as number);
}

function collectRankings(
  matrix: PairwiseMatrix,
  best: readonly bigint[],
  subset: number,
  prefix: readonly number[],
  found: number[][],
  limit: number,
): void {
  if (found.length >= limit) return;
  if (subset === 0) {
    found.push([...prefix]);
    return;
  }
  for (const first of membersOf(subset, matrix.length)) {
    const rest = subset & ~(1 << first);
    if (agreement(matrix, first, rest) + (best[rest] as bigint) !== best[subset]) continue;
    collectRankings(matrix, best, rest, [...prefix, first], found, limit);
  }
}

function agreement(matrix: PairwiseMatrix, first: number, rest: number): bigint {
  let sum = 0n;
  for (const other of membersOf(rest, matrix.length)) sum += preferring(matrix, first, other);
  return sum;
}

function membersOf(subset: number, n: number): number[] {
  const members: number[] = [];
  for (let c = 0; c < n; c += 1) if (subset & (1 << c)) members.push(c);
  return members;
}
