import type { RawOptions, TallyResult } from '@rochdale/tally';
import type { BallotGroup } from '../ballot-kind.js';
import type { ToldSteps } from './told-steps.js';
import type { WinnerNeeds } from './winner-needs.js';

/** How a kind counts. */
export interface OptionWay<Mark, Rule> {
  readonly abstains: (mark: Mark) => boolean;
  /** Counts ballots that take a side; `ties` are options of the method, of how ties go. */
  readonly tally: (
    groups: readonly BallotGroup<Mark>[],
    rule: Rule,
    ties: RawOptions,
  ) => TallyResult;
  /** Steps that are tried before a tie is left open, or drawn. */
  readonly tieSteps?: (rule: Rule) => readonly string[];
  /** Whether an option to which nobody gave anything cannot win. */
  readonly winnersHaveVotes: (rule: Rule) => boolean;
  /** Of kinds whose totals are weights of voters. */
  readonly needs?: (rule: Rule) => WinnerNeeds;
  /** How a count that is told without its ballots is held against itself. */
  readonly told?: ToldWay<Mark, Rule>;
}

/** What can be held against each other where a count is told without its ballots. */
export interface ToldWay<Mark, Rule> {
  /** The method that the rule has. */
  readonly method: (rule: Rule) => Pick<TallyResult, 'method' | 'variant'>;
  /** Ballots that make the same sums, where the method looks at nothing else. */
  readonly ballots?: (
    steps: ToldSteps,
    sides: bigint,
    rule: Rule,
  ) => readonly BallotGroup<Mark>[] | null;
  /** @throws CodedError when a vote under the rule does not offer the mark */
  readonly check?: (mark: Mark, rule: Rule) => void;
  /** Counts again from other figures, where they are enough; null where they are not. */
  readonly again?: (
    steps: ToldSteps,
    sides: bigint,
    rule: Rule,
    ties: RawOptions,
  ) => TallyResult | null;
  /** The first field of the steps that the others contradict; null where none is. */
  readonly apart?: (steps: ToldSteps, sides: bigint, rule: Rule) => string | null;
}
