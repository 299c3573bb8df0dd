import type { Ballots } from '../model/ballots.js';
import { CANDIDATE_MASK, EQUAL_RANK, FIRST_MARK } from '../model/ballots.js';
import { TallyError } from '../model/errors.js';

/**
 * The candidates that each ballot is a vote for. On rankings that is the first choice among those
 * who stand; on approvals every mark for somebody who stands.
 */
export function marksOf(ballots: Ballots, standing: ReadonlySet<number>): number[][] {
  if (ballots.kind !== 'ranked' && ballots.kind !== 'approval') {
    throw new TallyError('BALLOTS_UNSUITABLE', `${ballots.kind} ballots are no marks`);
  }
  return Array.from({ length: ballots.count }, (_, row) => {
    const cells = ballots.cells.subarray(ballots.offsets[row], ballots.offsets[row + 1]);
    return ballots.kind === 'ranked'
      ? topGroup(cells, standing)
      : [...cells].filter((candidate) => standing.has(candidate));
  });
}

/** Those on the first rank that names anybody who stands. */
export function topGroup(cells: Uint16Array, standing: ReadonlySet<number>): number[] {
  let group: number[] = [];
  for (const cell of cells) {
    const opens = cell >= FIRST_MARK || (cell & EQUAL_RANK) === 0;
    if (opens && group.length > 0) return group;
    if (cell < FIRST_MARK && standing.has(cell & CANDIDATE_MASK)) {
      group = [...group, cell & CANDIDATE_MASK];
    }
  }
  return group;
}
