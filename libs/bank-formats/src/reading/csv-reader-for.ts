import { BankFormatError } from '../model/bank-format.errors.js';
import { csvProfile } from '../csv/csv-profiles.js';
import { CsvReader } from '../csv/csv-reader.js';
import type { CsvProfile } from '../csv/csv-profile.js';
import type { BankFileSink } from '../model/statement-sink.js';

/**
 * The reader of a CSV file: by the profile that the caller names, or by the one that the beginning
 * of the file fits.
 */
export function csvReaderFor(
  head: string,
  profile: string | CsvProfile | undefined,
  sink: BankFileSink,
): CsvReader {
  if (typeof profile === 'string') return new CsvReader(sink, csvProfile(profile));
  if (profile !== undefined) return new CsvReader(sink, profile);
  const message = 'the content is no camt, MT940, OFX or known CSV file';
  throw new BankFormatError('format-unknown', message, { line: 1, column: 1 });
}
