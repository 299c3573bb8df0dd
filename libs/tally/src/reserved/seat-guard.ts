import type { Election } from '../model/election.js';

/** Who may not be excluded as things stand, and who cannot be elected any more. */
export interface Guarded {
  readonly guarded: ReadonlySet<number>;
  readonly doomed: readonly number[];
}

const free: Guarded = { guarded: new Set(), doomed: [] };

/**
 * Keeps seats for some, in the way in which elections with constraints are counted by hand: nobody
 * is excluded without whom too few of a group, or of those who hold a seat already, would be left
 * (they are guarded); and as soon as there are only as many seats as have to be kept for others,
 * who is of none of these cannot be elected any more (they are doomed), and is excluded at once.
 * I. D. Hill, STV with constraints, Voting matters 9 (1998).
 */
export class SeatGuard {
  readonly #groupOf: number[];
  readonly #least: number[];
  readonly #sitting: ReadonlySet<number>;
  readonly #seats: number;
  /** Whether any seat is kept for anybody. */
  readonly isBound: boolean;

  constructor({ candidates, seats, reserved = [], sitting = [] }: Election) {
    this.#groupOf = candidates.map((_, index) =>
      reserved.findIndex((group) => group.candidates.includes(index)),
    );
    this.#least = reserved.map(({ atLeast }) => atLeast);
    this.#sitting = new Set(sitting);
    this.#seats = seats;
    this.isBound = reserved.length + sitting.length > 0;
  }

  look(hopeful: readonly number[], elected: readonly number[]): Guarded {
    if (!this.isBound) return free;
    const { needs, left } = this.#kept(hopeful, elected);
    const spare = left - needs.reduce((sum, need) => sum + need, 0);
    const others = hopeful.filter((index) => !this.#sitting.has(index));
    const hopefulOf = needs.map((_, group) => others.filter((at) => this.#groupOf[at] === group));
    const isNeeded = (index: number): boolean => {
      const group = this.#groupOf[index] ?? -1;
      const need = needs[group] ?? 0;
      return need > 0 && (hopefulOf[group] ?? []).length <= need;
    };
    const isDoomed = (index: number): boolean =>
      spare <= 0 && (needs[this.#groupOf[index] ?? -1] ?? 0) === 0;
    return {
      guarded: new Set(hopeful.filter((at) => this.#sitting.has(at) || isNeeded(at))),
      doomed: others.filter(isDoomed),
    };
  }

  /** Who may be excluded next. */
  open(hopeful: readonly number[], elected: readonly number[]): number[] {
    const { guarded } = this.look(hopeful, elected);
    return hopeful.filter((index) => !guarded.has(index));
  }

  /**
   * Of those who reached the quota, most votes first, whom the kept seats leave room for: each may
   * leave no seat but those that are kept for others. All, where none is kept.
   *
   * @param isLevel whether two have the same votes
   * @param pick one of several who are level, of whom not all can be elected
   */
  choose(
    standing: { readonly hopeful: readonly number[]; readonly elected: readonly number[] },
    reached: readonly number[],
    isLevel: (one: number, other: number) => boolean,
    pick: (tied: number[]) => number,
  ): number[] {
    if (!this.isBound) return [...reached];
    const chosen: number[] = [];
    for (;;) {
      const elected = [...standing.elected, ...chosen];
      const hopeful = standing.hopeful.filter((index) => !chosen.includes(index));
      const { doomed } = this.look(hopeful, elected);
      const open = reached.filter((index) => hopeful.includes(index) && !doomed.includes(index));
      const [first] = open;
      if (first === undefined || elected.length >= this.#seats) return chosen;
      const tied = open.filter((other) => isLevel(other, first));
      const rest = hopeful.filter((index) => !tied.includes(index));
      const fit = this.fit(rest, [...elected, ...tied]);
      chosen.push(...(fit ? tied : [pick(tied.toSorted((a, b) => a - b))]));
    }
  }

  /** Whether all of these can be elected together, and the kept seats still be filled. */
  fit(hopeful: readonly number[], elected: readonly number[]): boolean {
    const { needs, left } = this.#kept(hopeful, elected);
    return needs.reduce((sum, need) => sum + need, 0) <= left;
  }

  /** How many of each group are wanting, and how many seats there are for them and others. */
  #kept(hopeful: readonly number[], elected: readonly number[]) {
    const sitting = hopeful.filter((index) => this.#sitting.has(index));
    const seated = [...elected, ...sitting];
    const needs = this.#least.map((least, group) =>
      Math.max(0, least - seated.filter((at) => this.#groupOf[at] === group).length),
    );
    return { needs, left: this.#seats - seated.length };
  }
}
