/** Anything that JSON can say. In results exact numbers are strings, counts of things numbers. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Ways to break a tie; see `ties/tie-rule.ts` for what each means. */
export type TieStep =
  | 'status-quo'
  | 'previous-rounds'
  | 'forwards'
  | 'candidate-order'
  | 'first-listed'
  | 'tie-order'
  | 'lot'
  | 'drawn'
  | 'report'
  | 'method';

/** One tie that came up in the count, and what became of it. */
export interface TieRecord {
  /** The round it came up in, counted from 1; absent where the method has no rounds. */
  readonly round?: number;
  /** What had to be decided: `exclusion`, `surplus`, `election`, `ranking`, `selection` … */
  readonly purpose: string;
  readonly candidates: readonly number[];
  readonly names: readonly string[];
  /** Those picked (the excluded one for an exclusion, the elected one for an election). */
  readonly chosen: readonly number[];
  /** The step that settled it. `report` means that it was left open: see `outcomes`. */
  readonly brokenBy: TieStep;
  /** In words, with the numbers that decided. */
  readonly detail: string;
}

/** What happened in one round or step of a count. Votes are decimal strings by candidate index. */
export interface CountRound {
  /** From 1. */
  readonly round: number;
  /** What each candidate holds at the start of the step, by candidate index. */
  readonly votes: readonly string[];
  readonly quota?: string;
  /** What is done in this step, given those votes. */
  readonly action?: string;
  readonly elected?: readonly number[];
  readonly excluded?: readonly number[];
  /** Votes that count for nobody any more. */
  readonly exhausted?: string;
  /** Votes lost to rounding, where the rule rounds. */
  readonly lostToRounding?: string;
  /** Meek and Warren: the part of each vote (or price of each seat) that each candidate keeps. */
  readonly keepValues?: readonly string[];
  /** The share of each paper that is passed on. */
  readonly transferValue?: string;
  /** What each candidate gains or gives up in this step. */
  readonly transfers?: readonly string[];
  /** Any further figures of the method. */
  readonly figures?: Readonly<Record<string, JsonValue>>;
}

/** One acceptable outcome of a tied count. */
export interface Outcome {
  readonly winners: readonly string[];
  readonly winnerIndexes: readonly number[];
  readonly rankingIndexes?: readonly (readonly number[])[];
}

/** The one output of every counting method. Plain JSON through and through, and deterministic. */
export interface TallyResult {
  readonly method: string;
  readonly variant: string;
  /** Every option in force, also those left at their defaults. */
  readonly options: Readonly<Record<string, JsonValue>>;
  readonly seats: number;
  readonly candidates: readonly string[];
  /** In the order of election where the method has one, else in input order. */
  readonly winners: readonly string[];
  readonly winnerIndexes: readonly number[];
  /** Groups of equals, best first. */
  readonly ranking?: readonly (readonly string[])[];
  readonly rankingIndexes?: readonly (readonly number[])[];
  readonly quota?: string;
  readonly rounds?: readonly CountRound[];
  /** pairwise[a][b]: the weight of the voters who prefer a to b. */
  readonly pairwise?: readonly (readonly string[])[];
  /** The final figure of each candidate (points, approvals, votes), by candidate index. */
  readonly totals?: readonly string[];
  readonly ties: readonly TieRecord[];
  /** Every acceptable outcome, when ties were left open; `winners` are those in all of them. */
  readonly outcomes?: readonly Outcome[];
  /** Any further figures of the method (strongest paths, total cost, medians …). */
  readonly figures?: Readonly<Record<string, JsonValue>>;
  /** The count told to a member, a sentence or two a line. */
  readonly account: readonly string[];
}
