import { EQUAL_RANK, OVERVOTE, SKIPPED_RANK, WRITE_IN } from '../model/ballots.js';
import type { TallyErrorCode } from '../model/errors.js';
import type { RankedBuilder } from '../model/ranked-builder.js';
import { shown } from './candidate-names.js';
import { rankOfCell } from './rank-words.js';

/** Refuses the row in hand. */
export type RefuseRow = (code: TallyErrorCode, message: string) => never;

/** What scanners write in place of a name. */
const marks: ReadonlyMap<string, number> = new Map([
  ['', SKIPPED_RANK],
  ['undervote', SKIPPED_RANK],
  ['skipped', SKIPPED_RANK],
  ['skippedrank', SKIPPED_RANK],
  ['overvote', OVERVOTE],
  ['uwi', WRITE_IN],
  ['write-in', WRITE_IN],
]);

/** So many empty ranks in a row are kept; more of them are a slip of the pen. */
const mostGaps = 100;

/** Pushes a ballot that gives each candidate a rank, or none. */
export function pushRanks(
  builder: RankedBuilder,
  values: readonly string[],
  refuse: RefuseRow,
): void {
  const ranked = values.flatMap((value, candidate) => {
    const rank = rankOfCell(value);
    if (rank === null) refuse('FILE_MALFORMED', `'${shown(value)}' is no rank`);
    return rank === 0 ? [] : [{ candidate, rank }];
  });
  ranked.sort((a, b) => a.rank - b.rank || a.candidate - b.candidate);
  let last = 0;
  for (const { candidate, rank } of ranked) {
    if (rank === last) {
      builder.push(candidate | EQUAL_RANK);
      continue;
    }
    for (let gap = Math.max(last, rank - mostGaps) + 1; gap < rank; gap++) {
      builder.push(SKIPPED_RANK);
    }
    builder.push(candidate);
    last = rank;
  }
}

/** Pushes a ballot that names a candidate for each rank. */
export function pushChoices(
  builder: RankedBuilder,
  values: readonly string[],
  row: {
    /** Whether a name may stand on the ballot again; it counts where it stands first. */
    readonly asCast: boolean;
    /** Whether a semicolon lies between names that share a rank. */
    readonly isGrid: boolean;
    readonly candidate: (name: string) => number;
    readonly refuse: RefuseRow;
  },
): void {
  const seen = new Set<number>();
  const markOf = (value: string): number | undefined => marks.get(value.toLowerCase());
  const end = values.findLastIndex((value) => markOf(value) !== SKIPPED_RANK) + 1;
  for (const value of values.slice(0, end)) {
    const mark = markOf(value);
    if (mark !== undefined) {
      builder.push(mark);
      continue;
    }
    for (const [place, name] of (row.isGrid ? listed(value) : [value]).entries()) {
      const candidate = row.candidate(name);
      if (seen.has(candidate) && !row.asCast) {
        row.refuse('CANDIDATE_REPEATED', `'${shown(name)}' twice on one ballot`);
      }
      seen.add(candidate);
      builder.push(place === 0 ? candidate : candidate | EQUAL_RANK);
    }
  }
}

/** The names of a list with a semicolon between them, or behind each. */
export function listed(cell: string): string[] {
  return cell
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
