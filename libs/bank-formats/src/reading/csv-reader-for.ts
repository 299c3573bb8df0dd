import { BankFormatError } from '../model/bank-format.errors.js';
import { csvProfile } from '../csv/csv-profiles.js';
import { CsvReader } from '../csv/csv-reader.js';
import { guessCsvProfile } from '../csv/guess/guess-csv-profile.js';
import type { CsvGuess } from '../csv/guess/csv-guess.js';
import type { BankFileSink } from '../model/statement-sink.js';
import type { ReadOptions } from './read-options.js';

/** Below this confidence a guess is not acted upon: the caller has to name the profile. */
const leastConfidence = 0.5;

/** What CSV the beginning of a file shows; refused when it is none, or none that is sure enough. */
export function requireCsvGuess(head: string): CsvGuess {
  const guess = guessCsvProfile(head);
  if (guess !== null && guess.confidence >= leastConfidence) return guess;
  const message =
    guess === null
      ? 'the content is no camt, MT940, OFX or CSV with entries'
      : `the content may be CSV like '${guess.profile.name}' (${guess.reason}); name the profile`;
  throw new BankFormatError('format-unknown', message, { line: 1, column: 1 });
}

/**
 * The reader of a CSV file: by the profile that the caller names, or by the one that the beginning
 * of the file fits, which a warning then names.
 */
export function csvReaderFor(
  head: string,
  { profile, monthFirst }: Pick<ReadOptions, 'profile' | 'monthFirst'>,
  sink: BankFileSink,
): CsvReader {
  if (typeof profile === 'string') return new CsvReader(sink, csvProfile(profile), monthFirst);
  if (profile !== undefined) return new CsvReader(sink, profile, monthFirst);
  const { profile: guessed, confidence, reason } = requireCsvGuess(head);
  const reader = new CsvReader(sink, guessed, monthFirst);
  const message = `read as '${guessed.name}', confidence ${confidence}: ${reason}`;
  reader.log.warn('profile-guessed', message, null);
  return reader;
}
