import { Rational } from '../arithmetic/rational.js';
import type { RankedBallots } from '../model/ballots.js';
import { PaperReader } from '../model/paper-reader.js';

/**
 * What a place is worth.
 *
 * - `n..1`: as many points as there are candidates for the first place, 1 for the last.
 * - `n-1..0`: one point less each, so that a point is a candidate beaten.
 * - `modified`: as many points for the first place as the ballot ranks candidates, 1 for the last
 *   ranked, so that ranking few is worth less.
 * - `dowdall`: 1, 1/2, 1/3 … (Nauru).
 */
export type BordaPoints = 'n..1' | 'n-1..0' | 'modified' | 'dowdall';

/**
 * The Borda scores, by candidate, in units of ballot weight. Candidates who share a rank share the
 * average of its places. Those a ballot leaves out share the places that remain if `unranked` is
 * `last`, and get nothing if it is `no-opinion`, or under `modified`, or as Nauru does.
 *
 * @param standing the candidates who may be elected; others are passed over on the ballots
 * @see Black, "Partial justification of the Borda count", Public Choice 28 (1976); Fraenkel and
 *   Grofman, "The Borda Count and its real-world alternatives", Aust. J. Polit. Sci. 49 (2014)
 */
export function bordaScores(
  ballots: RankedBallots,
  candidates: number,
  standing: readonly number[],
  points: BordaPoints,
): Rational[] {
  const sums = Array.from({ length: candidates }, () => 0n);
  const stands = new Set(standing);
  const worth = worthTable(standing.length, points);
  const paper = new PaperReader(ballots, candidates);
  const shares = points !== 'modified' && ballots.unranked === 'last';
  for (let row = 0; row < ballots.count; row += 1) {
    paper.read(row);
    const weight = BigInt(ballots.weights[row] as number);
    const groups = groupsOf(paper, stands);
    const ranked = groups.slice(0, groups.length - 1).flat().length;
    let place = points === 'modified' ? standing.length - ranked : 0;
    for (const [at, group] of groups.entries()) {
      if (at === groups.length - 1 && !shares) break;
      const value = (worth[place] as readonly bigint[])[group.length] ?? 0n;
      for (const index of group) sums[index] = (sums[index] as bigint) + value * weight;
      place += group.length;
    }
  }
  const scale = scaleOf(standing.length) ** 2n;
  return sums.map((sum) => Rational.of(sum, scale));
}

/** The ranks of a paper in order, last of all those left out (perhaps nobody). */
function groupsOf(paper: PaperReader, stands: ReadonlySet<number>): number[][] {
  const groups: number[][] = [];
  let rank = 0;
  for (let at = 0; at < paper.length; at += 1) {
    const index = paper.ranked[at] as number;
    if (!stands.has(index)) continue;
    if (paper.ranks[at] === rank) {
      (groups.at(-1) as number[]).push(index);
    } else {
      rank = paper.ranks[at] as number;
      groups.push([index]);
    }
  }
  const left = [...paper.ranked.subarray(paper.length)].filter((index) => stands.has(index));
  return [...groups, left];
}

/** `table[place][size]`: what each of `size` candidates gets who share the places from there on. */
function worthTable(places: number, points: BordaPoints): bigint[][] {
  const scale = scaleOf(places);
  const single = Array.from({ length: places }, (_, at) => {
    if (points === 'dowdall') return scale / BigInt(at + 1);
    return BigInt(points === 'n-1..0' ? places - 1 - at : places - at) * scale;
  });
  return Array.from({ length: places + 1 }, (_, from) => {
    const row = [0n];
    let sum = 0n;
    for (let size = 1; from + size <= places; size += 1) {
      sum += single[from + size - 1] as bigint;
      row.push((sum * scale) / BigInt(size));
    }
    return row;
  });
}

/** A number that every number up to `places` divides. */
function scaleOf(places: number): bigint {
  let scale = 1n;
  for (let n = 2n; n <= BigInt(places); n += 1n) {
    scale = Rational.of(scale, n).numerator * n;
  }
  return scale;
}
