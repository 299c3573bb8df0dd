import { CANDIDATE_MASK, EQUAL_RANK, FIRST_MARK } from '../model/ballots.js';
import type { RankedBallots } from '../model/ballots.js';

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

/** Unfolds one ballot paper after the other into the same arrays. */
class PaperReader {
  /** The candidates of the paper, best first, then those it leaves out. */
  readonly ranked: Uint16Array;
  /** The rank of each, rising; those left out share a last rank of their own. */
  readonly ranks: Uint16Array;
  /** How many candidates the paper ranks. */
  length = 0;
  private readonly seenIn: Int32Array;

  constructor(
    private readonly ballots: RankedBallots,
    readonly candidates: number,
  ) {
    this.ranked = new Uint16Array(candidates);
    this.ranks = new Uint16Array(candidates);
    this.seenIn = new Int32Array(candidates).fill(-1);
  }

  read(row: number): void {
    const { cells, offsets } = this.ballots;
    const end = offsets[row + 1] as number;
    let length = 0;
    let rank = 0;
    for (let at = offsets[row] as number; at < end; at += 1) {
      const cell = cells[at] as number;
      if (cell >= FIRST_MARK) continue;
      if ((cell & EQUAL_RANK) === 0) rank += 1;
      const candidate = cell & CANDIDATE_MASK;
      if (this.seenIn[candidate] === row) continue;
      this.seenIn[candidate] = row;
      this.ranked[length] = candidate;
      this.ranks[length] = rank;
      length += 1;
    }
    this.length = length;
    for (let candidate = 0; candidate < this.candidates; candidate += 1) {
      if (this.seenIn[candidate] === row) continue;
      this.ranked[length] = candidate;
      this.ranks[length] = rank + 1;
      length += 1;
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
      if (!reach[a]?.[via]) continue;
      for (const b of candidates) {
        if (reach[via]?.[b]) (reach[a] as boolean[])[b] = true;
      }
    }
  }
  return candidates.filter((a) => candidates.every((b) => reach[a]?.[b]));
}
