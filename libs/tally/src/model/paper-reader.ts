import { CANDIDATE_MASK, EQUAL_RANK, FIRST_MARK } from './ballots.js';
import type { RankedBallots } from './ballots.js';

/**
 * Unfolds one ranked ballot paper after the other into the same arrays: gaps and other marks are
 * passed over, and a candidate ranked twice counts at the first place.
 */
export class PaperReader {
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

  /** Unfolds a row. What was read before is gone. */
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
