/**
 * Ballots are kept in columns: one row of a typed array per ballot paper or group of equal papers,
 * never one object per voter, so that a million ballots fit in a few dozen megabytes.
 *
 * Every kind has `weights`: safe integers. The true weight of row i is
 * `weights[i] / weightDivisor`; the divisor is 1 unless the file has decimal weights. The sum of
 * all weights is a safe integer too (builders refuse anything else), so number sums are exact.
 */
export type Ballots =
  RankedBallots | ApprovalBallots | ScoreBallots | AllocationBallots | StanceBallots;

export type BallotKind = Ballots['kind'];

interface Weighted {
  /** How many rows there are. */
  readonly count: number;
  readonly weights: Float64Array;
  readonly weightDivisor: bigint;
  /** Sum of `weights`, a safe integer. */
  readonly totalWeight: number;
}

/**
 * Rankings with equal ranks and gaps. The cells of row i are `cells[offsets[i] .. offsets[i+1])`,
 * best first. A cell is a candidate index that opens a new rank; or a candidate index with
 * `EQUAL_RANK` set, which shares the rank of the cell before it; or one of the marks below, each
 * taking up a rank of its own.
 */
export interface RankedBallots extends Weighted {
  readonly kind: 'ranked';
  readonly offsets: Uint32Array;
  readonly cells: Uint16Array;
  /** True when some cell has EQUAL_RANK. */
  readonly hasEqualRanks: boolean;
  /** True when some cell is a gap or another mark that is no candidate. */
  readonly hasMarks: boolean;
  /** What leaving a candidate out means to pairwise methods. */
  readonly unranked: 'last' | 'no-opinion';
}

/** Set on a candidate cell that shares the rank of the cell before it. */
export const EQUAL_RANK = 0x4000;
/** `cell & CANDIDATE_MASK` is the candidate of a candidate cell. */
export const CANDIDATE_MASK = 0x3fff;
/** Cells from here on are marks, not candidates. */
export const FIRST_MARK = 0x8000;
/** A rank left empty. */
export const SKIPPED_RANK = 0xffff;
/** A rank where the paper shows an overvote without saying for whom. */
export const OVERVOTE = 0xfffe;
/** A vote for somebody who was not nominated. */
export const WRITE_IN = 0xfffd;
/** A write-in that shares the rank of the cell before it: an overvote. */
export const EQUAL_WRITE_IN = 0xfffc;
/** The largest number of candidates that the cells can hold. */
export const MAX_CANDIDATES = 0x3fff;

/** The approved candidates of row i are `cells[offsets[i] .. offsets[i+1])`, ascending. */
export interface ApprovalBallots extends Weighted {
  readonly kind: 'approval';
  readonly offsets: Uint32Array;
  readonly cells: Uint16Array;
}

/** Score of candidate c in row i: `scores[i * candidates + c] / scoreDivisor`, or BLANK_SCORE. */
export interface ScoreBallots extends Weighted {
  readonly kind: 'score';
  readonly scores: Int32Array;
  readonly scoreDivisor: bigint;
}

/** As scores, but the points of a ballot come out of one purse; blank is the same as 0. */
export interface AllocationBallots extends Weighted {
  readonly kind: 'allocation';
  readonly scores: Int32Array;
  readonly scoreDivisor: bigint;
}

/** No score given. */
export const BLANK_SCORE = -0x80000000;

/** The stances on one proposal, which is candidate 0. */
export const stances = ['agree', 'disagree', 'abstain', 'block'] as const;
export type Stance = (typeof stances)[number];

/** Row i holds the index of its stance in `stances`. */
export interface StanceBallots extends Weighted {
  readonly kind: 'stance';
  readonly choices: Uint8Array;
}

/** The ballots as rankings; the registry has checked their kind. */
export function rankedBallots(ballots: Ballots): RankedBallots {
  if (ballots.kind !== 'ranked') throw new Error(`rankings expected, not ${ballots.kind}`);
  return ballots;
}
