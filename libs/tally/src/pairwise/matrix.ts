import type { RankedBallots } from '../model/ballots.js';
import { PaperReader } from '../model/paper-reader.js';

/**
 * How many voters prefer candidate `a` to candidate `b`: `matrix[a][b]`, in units of ballot weight.
 * The diagonal is zero.
 */
export type PairwiseMatrix = readonly (readonly bigint[])[];

/**
 * How strong a pairwise result is.
 *
 * - `winning`: the voters of the winning side (0 if the pair is lost or tied).
 * - `margin`: the voters of the winning side less those of the losing side.
 * - `opposition`: the voters who prefer the other, whether they are a majority or not.
 */
export type Strength = 'winning' | 'margin' | 'opposition';

/** The strengths by which a majority can be measured. */
export type MajorityStrength = Exclude<Strength, 'opposition'>;

/**
 * Adds up the preferences between every two candidates. A candidate ranked twice counts at the
 * first place; a candidate who is left out stands below all ranked ones, or is not compared, as the
 * ballots say. The sums are exact: the weights add up to a safe integer.
 *
 * @param ballots distinct ballots with their weights; time grows with rows, not with voters
 * @param candidates the number of candidates
 */
export function pairwiseMatrixOf(ballots: RankedBallots, candidates: number): PairwiseMatrix {
  const sums = new Float64Array(candidates * candidates);
  const paper = new PaperReader(ballots, candidates);
  for (let row = 0; row < ballots.count; row += 1) {
    paper.read(row);
    addPaper(sums, paper, ballots.weights[row] as number, ballots.unranked === 'last');
  }
  return matrixOf(sums, candidates);
}

function addPaper(sums: Float64Array, paper: PaperReader, weight: number, last: boolean): void {
  const { ranked, ranks, length, candidates } = paper;
  const compared = last ? candidates : length;
  for (let above = 0; above < length; above += 1) {
    const base = (ranked[above] as number) * candidates;
    const rank = ranks[above] as number;
    for (let below = above + 1; below < compared; below += 1) {
      if ((ranks[below] as number) === rank) continue;
      const cell = base + (ranked[below] as number);
      sums[cell] = (sums[cell] as number) + weight;
    }
  }
}

function matrixOf(sums: Float64Array, candidates: number): PairwiseMatrix {
  return Array.from({ length: candidates }, (_, a) =>
    Array.from({ length: candidates }, (__, b) => BigInt(sums[a * candidates + b] as number)),
  );
}

/** The matrix of some of the candidates only, in the order given. */
export function submatrixOf(matrix: PairwiseMatrix, candidates: readonly number[]): PairwiseMatrix {
  return candidates.map((a) => candidates.map((b) => preferring(matrix, a, b)));
}

/** The voters who prefer `a` to `b`. */
export function preferring(matrix: PairwiseMatrix, a: number, b: number): bigint {
  return (matrix[a] as readonly bigint[])[b] as bigint;
}

/** True if more voters prefer `a` to `b` than `b` to `a`. */
export function beats(matrix: PairwiseMatrix, a: number, b: number): boolean {
  return preferring(matrix, a, b) > preferring(matrix, b, a);
}

/** The strength of the majority for `a` over `b`; zero if there is no such majority. */
export function majorityStrength(
  matrix: PairwiseMatrix,
  a: number,
  b: number,
  strength: MajorityStrength,
): bigint {
  const forA = preferring(matrix, a, b);
  const forB = preferring(matrix, b, a);
  if (forA <= forB) return 0n;
  return strength === 'winning' ? forA : forA - forB;
}

/** The candidate who beats every other in the pairwise comparison, if there is one. */
export function condorcetWinnerOf(matrix: PairwiseMatrix): number | undefined {
  const candidates = matrix.map((_, index) => index);
  return candidates.find((a) => candidates.every((b) => a === b || beats(matrix, a, b)));
}

/**
 * The Smith set: the smallest group of candidates each of whom beats everyone outside it.
 * Ascending candidate indexes.
 */
export function smithSetOf(matrix: PairwiseMatrix): number[] {
  const candidates = matrix.map((_, index) => index);
  const reach = candidates.map((a) => candidates.map((b) => a === b || !beats(matrix, b, a)));
  for (const via of candidates) {
    for (const a of candidates) {
      const row = reach[a] as boolean[];
      if (!row[via]) continue;
      for (const b of candidates) {
        if (reach[via]?.[b]) row[b] = true;
      }
    }
  }
  return candidates.filter((a) => candidates.every((b) => reach[a]?.[b]));
}
