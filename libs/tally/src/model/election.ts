import type { Rational } from '../arithmetic/rational.js';
import type { Ballots } from './ballots.js';

/** Somebody or something that can win: a person, an option, a project. */
export interface Candidate {
  readonly name: string;
  /** The file's own identifier, where names are not unique (Pabulib's project id, a nickname). */
  readonly id?: string;
  /** What a project costs; only budget methods look at it. */
  readonly cost?: Rational;
}

/** Seats that are kept for some, by their indexes. */
export interface ReservedSeats {
  readonly candidates: readonly number[];
  readonly atLeast: number;
}

/**
 * The one input of every counting method. Candidates are known everywhere by their index in
 * `candidates`, counted from 0 in the order of the input.
 */
export interface Election {
  readonly title: string;
  readonly candidates: readonly Candidate[];
  readonly seats: number;
  /** Candidates who withdrew before the count. They cannot win and are passed over on ballots. */
  readonly withdrawn: readonly number[];
  /** An order of all candidates to break ties by (a `[tie]` line); null when not given. */
  readonly tieOrder: readonly number[] | null;
  readonly ballots: Ballots;
  /** The money to be spent; only budget methods look at it. */
  readonly budget?: Rational;
  /** Groups of projects of which at most one is funded; only budget methods look at them. */
  readonly incompatible?: readonly (readonly number[])[];
  /** Groups of candidates of which at least so many are elected; STV alone heeds it. */
  readonly reserved?: readonly ReservedSeats[];
  /** Candidates who hold a seat already and keep it; STV alone heeds it. */
  readonly sitting?: readonly number[];
  /** What the reader of the file had to assume or was told to leave out; part of the account. */
  readonly notes?: readonly string[];
}

/** The indexes of the candidates who have not withdrawn, in input order. */
export function hopefulIndexes(election: Election): number[] {
  const withdrawn = new Set(election.withdrawn);
  return election.candidates.map((_, index) => index).filter((index) => !withdrawn.has(index));
}
