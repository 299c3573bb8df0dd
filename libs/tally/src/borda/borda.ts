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
  const held = new PlaceWeights(candidates);
  const stands = new Set(standing);
  const paper = new PaperReader(ballots, candidates);
  const shares = points !== 'modified' && ballots.unranked === 'last';
  for (let row = 0; row < ballots.count; row += 1) {
    paper.read(row);
    const ranked = keepStanding(paper, stands);
    const first = points === 'modified' ? standing.length - ranked : 0;
    const end = shares ? standing.length : ranked;
    held.addPaper(paper, first, end, ballots.weights[row] as number);
  }
  return held.scores(worthTable(standing.length, points), scaleOf(standing.length) ** 2n);
}

/** Moves those who stand to the front of the paper; answers how many of them it ranks. */
function keepStanding(paper: PaperReader, stands: ReadonlySet<number>): number {
  if (stands.size === paper.candidates) return paper.length;
  let kept = 0;
  let ranked = 0;
  for (let at = 0; at < paper.candidates; at += 1) {
    const index = paper.ranked[at] as number;
    if (!stands.has(index)) continue;
    if (at < paper.length) ranked += 1;
    paper.ranked[kept] = index;
    paper.ranks[kept] = paper.ranks[at] as number;
    kept += 1;
  }
  return ranked;
}

/** How much ballot weight puts each candidate on each place, alone or shared with others. */
class PlaceWeights {
  /** By place and number of candidates who share it and the next ones, the weight by candidate. */
  private readonly weights = new Map<number, Float64Array>();

  constructor(private readonly candidates: number) {}

  addPaper(paper: PaperReader, first: number, end: number, weight: number): void {
    const { ranked, ranks } = paper;
    let from = 0;
    while (from < end) {
      let to = from + 1;
      while (to < end && ranks[to] === ranks[from]) to += 1;
      const column = this.column(first + from, to - from);
      for (let at = from; at < to; at += 1) {
        const index = ranked[at] as number;
        column[index] = (column[index] as number) + weight;
      }
      from = to;
    }
  }

  /** The sum of what the places are worth, over a common scale. */
  scores(worth: readonly (readonly bigint[])[], scale: bigint): Rational[] {
    const sums = Array.from({ length: this.candidates }, () => 0n);
    for (const [key, column] of this.weights) {
      const place = Math.floor(key / (this.candidates + 1));
      const value = worth[place]?.[key % (this.candidates + 1)] ?? 0n;
      column.forEach((weight, index) => {
        sums[index] = (sums[index] as bigint) + BigInt(weight) * value;
      });
    }
    return sums.map((sum) => Rational.of(sum, scale));
  }

  private column(place: number, size: number): Float64Array {
    const key = place * (this.candidates + 1) + size;
    const known = this.weights.get(key);
    if (known !== undefined) return known;
    const column = new Float64Array(this.candidates);
    this.weights.set(key, column);
    return column;
  }
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
