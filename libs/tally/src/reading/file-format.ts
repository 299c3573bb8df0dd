import type { BallotKind } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import type { Encoding } from './encoding.js';

/** What the reader of a file is told besides the file; what is not told is found in the file. */
export interface ReadContext {
  /** Named in errors. */
  readonly file: string;
  /** Seats to fill; overrides what the file says. */
  readonly seats?: number;
  /** Which of several instances in one file (`instances.json#key`). */
  readonly key?: string;
  /** What kind of ballots to make of a file that fits several (Snapshot, Pabulib). */
  readonly ballots?: 'ranked' | 'approval' | 'score' | 'allocation';
  /** All kinds of ballots that will do, where the method to come counts several. */
  readonly counts?: readonly BallotKind[];
  /** How the text is written; found out when not given. */
  readonly encoding?: Encoding;
  /** What becomes of names that differ only by case or blanks; refused when not given. */
  readonly names?: 'refuse' | 'merge';
  /** Columns of a table that are no part of a ballot, by their heads. */
  readonly passOver?: readonly string[];
  /** What becomes of a ballot that names a project more than once; refused when not given. */
  readonly doubled?: 'refuse' | 'merge' | 'drop';
  /** What becomes of a ballot beyond the limits that its file states; refused when not given. */
  readonly beyondLimits?: 'refuse' | 'drop';
}

/** A format of ballot files. */
export interface FileFormat {
  /** The names it goes by, also those in conformance indexes; the first is ours. */
  readonly names: readonly string[];
  readonly title: string;
  readonly extensions: readonly string[];
  /** True when a file that starts with this text (up to 64 KB) looks like this format. */
  sniff(start: string, fileName: string): boolean;
  /** Reads a whole file. Throws TallyError with file, line and column. */
  read(bytes: Uint8Array, context: ReadContext): Election;
  /** A reader that takes the file in chunks, where the format can be read so. */
  stream?(context: ReadContext): StreamReader;
}

/** Takes a file in chunks and gives the election at the end. */
export interface StreamReader {
  push(chunk: Uint8Array): void;
  end(): Election;
}
