import { majorityStrength } from './matrix.js';
import type { MajorityStrength, PairwiseMatrix } from './matrix.js';

/** The Schulze count of a pairwise matrix. */
export interface SchulzeCount {
  /** `strongestPaths[a][b]`: the strength of the strongest beatpath from a to b, 0 without one. */
  readonly strongestPaths: PairwiseMatrix;
  /** Groups of tied candidates, best first; the first group are the potential winners. */
  readonly ranking: readonly (readonly number[])[];
}

/**
 * Schulze's beatpath method: the strongest paths by Floyd and Warshall's recurrence on the widest
 * path, then everyone beaten by nobody, again and again among those who remain.
 *
 * @see Markus Schulze, "The Schulze Method of Voting", arXiv:1804.02973, sections 2.3 and 2.4
 */
export function schulze(matrix: PairwiseMatrix, strength: MajorityStrength): SchulzeCount {
  const candidates = matrix.map((_, index) => index);
  const paths = candidates.map((a) =>
    candidates.map((b) => majorityStrength(matrix, a, b, strength)),
  );
  for (const via of candidates) {
    for (const from of candidates) {
      const row = paths[from] as bigint[];
      const toVia = row[via] as bigint;
      for (const to of candidates) {
        if (to === from) continue;
        const onward = (paths[via] as bigint[])[to] as bigint;
        const through = toVia < onward ? toVia : onward;
        if (through > (row[to] as bigint)) row[to] = through;
      }
    }
  }
  return { strongestPaths: paths, ranking: rankByDominance(candidates, pathBeats(paths)) };
}

function pathBeats(paths: PairwiseMatrix): (a: number, b: number) => boolean {
  return (a, b) =>
    ((paths[a] as readonly bigint[])[b] as bigint) > ((paths[b] as readonly bigint[])[a] as bigint);
}

/**
 * Peels off, round by round, all candidates whom no remaining candidate dominates. The relation
 * has to be acyclic; every group then is a set of equals or of incomparables.
 */
export function rankByDominance(
  candidates: readonly number[],
  dominates: (a: number, b: number) => boolean,
): number[][] {
  const groups: number[][] = [];
  let remaining = [...candidates];
  while (remaining.length > 0) {
    const free = remaining.filter((a) => !remaining.some((b) => dominates(b, a)));
    if (free.length === 0) throw new RangeError('The relation to rank by has a cycle.');
    groups.push(free);
    remaining = remaining.filter((a) => !free.includes(a));
  }
  return groups;
}
