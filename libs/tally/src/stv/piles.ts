import type { RankedBallots } from '../model/ballots.js';
import { CANDIDATE_MASK, EQUAL_RANK, FIRST_MARK } from '../model/ballots.js';
import { TallyError } from '../model/errors.js';
import type { VoteArithmetic } from './vote-arithmetic.js';

/** Papers of one candidate that all count the same. */
interface Parcel<V> {
  readonly value: V;
  /** The first row of the parcel; `next` leads to the others. */
  head: number;
  /** The sum of the weights of its rows. */
  papers: number;
}

/**
 * The papers sorted into piles by the candidate they count for, each pile into parcels by value.
 * A paper remembers where on it we are, so that it is read forward once in the whole count.
 */
export class Piles<V> {
  readonly #ballots: RankedBallots;
  readonly #arithmetic: VoteArithmetic<V>;
  readonly #next: Int32Array;
  readonly #place: Uint32Array;
  readonly #piles: Map<string | bigint, Parcel<V>>[];
  /** What each candidate's papers count, by candidate. */
  readonly votes: V[];
  /** What papers without a further preference count. */
  exhausted: V;

  constructor(ballots: RankedBallots, candidates: number, arithmetic: VoteArithmetic<V>) {
    this.#ballots = ballots;
    this.#arithmetic = arithmetic;
    this.#next = new Int32Array(ballots.count);
    this.#place = ballots.offsets.slice(0, ballots.count);
    this.#piles = Array.from({ length: candidates }, () => new Map());
    this.votes = Array.from({ length: candidates }, () => arithmetic.zero);
    this.exhausted = arithmetic.zero;
  }

  /** How many papers count for somebody, by their weight. */
  papers(): number {
    const all = this.votes.flatMap((_, candidate) => [...this.parcels(candidate)]);
    return all.reduce((sum, parcel) => sum + parcel.papers, 0);
  }

  /** Gives every paper to its first preference among those who are `open`. */
  deal(open: Uint8Array): void {
    const fresh: Parcel<V> = { value: this.#arithmetic.one, head: -1, papers: 0 };
    for (let row = this.#ballots.count - 1; row >= 0; row--) {
      this.#next[row] = fresh.head;
      fresh.head = row;
    }
    this.#pass(fresh, fresh.value, open);
  }

  /** Passes on all papers of a candidate, worth what `revalue` says, to the next who are open. */
  passOn(candidate: number, revalue: (value: V) => V, open: Uint8Array): void {
    const pile = this.#piles[candidate] as Map<string | bigint, Parcel<V>>;
    this.#piles[candidate] = new Map();
    for (const parcel of pile.values()) this.#pass(parcel, revalue(parcel.value), open);
  }

  /** How many papers of each value a candidate holds. */
  parcels(candidate: number): { value: V; papers: number }[] {
    return [...(this.#piles[candidate]?.values() ?? [])].map(({ value, papers }) => ({
      value,
      papers,
    }));
  }

  #pass(parcel: Parcel<V>, value: V, open: Uint8Array): void {
    const key = this.#arithmetic.key(value);
    const targets = this.#piles.map((pile) => pile.get(key));
    const added = new Float64Array(this.#piles.length);
    const { weights } = this.#ballots;
    let dropped = 0;
    let row = parcel.head;
    while (row >= 0) {
      const following = this.#next[row] as number;
      const weight = weights[row] as number;
      const candidate = this.#advance(row, open);
      if (candidate < 0) {
        dropped += weight;
      } else {
        let target = targets[candidate];
        if (target === undefined) {
          target = { value, head: -1, papers: 0 };
          targets[candidate] = target;
          this.#piles[candidate]?.set(key, target);
        }
        this.#next[row] = target.head;
        target.head = row;
        added[candidate] = (added[candidate] as number) + weight;
      }
      row = following;
    }
    this.#book(added, targets, value);
    this.exhausted = this.#arithmetic.add(this.exhausted, this.#arithmetic.times(value, dropped));
  }

  #book(added: Float64Array, targets: (Parcel<V> | undefined)[], value: V): void {
    for (let candidate = 0; candidate < added.length; candidate++) {
      const papers = added[candidate] as number;
      const target = targets[candidate];
      if (papers === 0 || target === undefined) continue;
      target.papers += papers;
      this.votes[candidate] = this.#arithmetic.add(
        this.votes[candidate] as V,
        this.#arithmetic.times(value, papers),
      );
    }
  }

  /** The next open candidate on the paper, or -1. */
  #advance(row: number, open: Uint8Array): number {
    const { cells, offsets } = this.#ballots;
    const end = offsets[row + 1] as number;
    for (let at = this.#place[row] as number; at < end; at++) {
      const cell = cells[at] as number;
      if (cell < FIRST_MARK && open[cell & CANDIDATE_MASK] === 1) {
        this.#place[row] = at + 1;
        return cell & CANDIDATE_MASK;
      }
    }
    this.#place[row] = end;
    return -1;
  }
}

/** Refuses papers with equal ranks, which rules of single preferences cannot count. */
export function requireStrictRanks(ballots: RankedBallots): void {
  if (!ballots.hasEqualRanks) return;
  for (let at = 0; at < ballots.cells.length; at++) {
    const cell = ballots.cells[at] as number;
    if (cell < FIRST_MARK && cell & EQUAL_RANK) {
      const row = ballots.offsets.findIndex((offset) => offset > at);
      throw new TallyError(
        'BALLOTS_UNSUITABLE',
        `this rule counts no equal ranks; distinct ballot ${row} has some`,
      );
    }
  }
}

/** The earlier rounds as ranks (0 for the fewest votes), which is all that a tie rule asks. */
export function ranksOfHistory<V>(
  history: readonly V[][],
  compare: (a: V, b: V) => number,
): number[][] {
  return history.map((votes) => {
    const sorted = [...votes].sort(compare);
    return votes.map((vote) => sorted.findIndex((other) => compare(other, vote) === 0));
  });
}
