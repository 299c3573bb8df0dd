import type { BallotKind } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import type { TallyResult } from '../model/result.js';
import type { OptionSpec, OptionValues, RawOptions } from './options.js';

export type { RawOptions } from './options.js';

/** One rule of counting, as the registry knows it. */
export interface CountingMethod {
  readonly method: string;
  readonly variant: string;
  /** One line for people. */
  readonly title: string;
  /** Kinds of ballots it counts as they are. */
  readonly ballots: readonly BallotKind[];
  readonly options: readonly OptionSpec[];
  /** Whether it funds at most one of projects that exclude each other. */
  readonly heedsIncompatible?: true;
  /** Whether it keeps seats for groups of candidates, and for who holds one already. */
  readonly keepsSeats?: true;
  /** Where the rule is written down. */
  readonly source: string;
  /** Counts. `options` hold a value for every spec. Throws TallyError for what it cannot count. */
  count(election: Election, options: OptionValues): TallyResult;
}

/** What a case of a conformance index asks for, in terms of our methods. */
export interface CountRequest {
  readonly method: string;
  readonly variant: string;
  readonly options: RawOptions;
  /** How many ways ties left open are followed before giving up; 2,000 when left out. */
  readonly ways?: number;
}
