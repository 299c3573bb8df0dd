import type { CsvProfile } from '../csv/profiles/csv-profile.js';

/** What a caller knows about a file better than the file tells. */
export interface ReadOptions {
  /** Character encoding, when the bytes would mislead: `windows-1250`, `iso-8859-2`. */
  readonly encoding?: string;
  /** Name of a CSV profile, or a profile; without it CSV is guessed. */
  readonly profile?: string | CsvProfile;
  /** Whether `01/02/2026` is the second of January, where the file itself does not tell. */
  readonly monthFirst?: boolean;
}
