import type { Rational } from '../arithmetic/rational.js';

/** How seats are won under RCTab's rules. */
export type WinnerMode =
  'single-winner' | 'many-per-round' | 'one-per-round' | 'bottoms-up' | 'bottoms-up-percentage';

/** What a count under RCTab's rules fixes. */
export interface RctabRule {
  readonly mode: WinnerMode;
  /** A rank with several marks: passed over, ends the paper, or ends it if several continue. */
  readonly overvotes: 'skip' | 'exhaust' | 'exhaust-if-multiple-continuing';
  /** How many empty ranks in a row a paper may have; null for any number. */
  readonly skippedRanks: number | null;
  /** How many ranks of a paper are read; null for all. */
  readonly maxRankings: number | null;
  readonly exhaustOnDuplicate: boolean;
  /** Decimals of transfer values; what does not fit is cut off. */
  readonly digits: number;
  /** Whether the threshold has those decimals too, instead of being a whole number. */
  readonly fractionalThreshold: boolean;
  readonly hareQuota: boolean;
  readonly batchElimination: boolean;
  readonly untilTwo: boolean;
  readonly firstRoundThreshold: boolean;
  /** Candidates below this many votes are dropped; zero for none. */
  readonly minimumVotes: Rational;
  /** The share of active votes that all winners have, for `bottoms-up-percentage`. */
  readonly percentage: Rational;
}
