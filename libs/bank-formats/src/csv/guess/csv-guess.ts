import type { CsvProfile } from '../profiles/csv-profile.js';

/** A proposal of how to read a CSV file. */
export interface CsvGuess {
  readonly profile: CsvProfile;
  /** 0 to 1: how sure the guess is. Below 0.5 a person should look. */
  readonly confidence: number;
  /** One sentence that says what the guess rests on. */
  readonly reason: string;
}
