import { csvProfileFrom } from '@rochdale/bank-formats';
import type { ReadOptions } from '@rochdale/bank-formats';
import type { CsvProfileRow } from '../csv-profile/csv-profile.store.js';

/** What whoever put a file in said of it. */
export interface SaidOfFile {
  /** The name of a saved or shipped layout; files of other formats tell themselves. */
  readonly csvProfile?: string | null;
  /** Whether days that could be read both ways have the month first. */
  readonly monthFirst?: boolean | null;
  /** The account that the file is of, where it does not name one that is registered. */
  readonly bankAccountId?: string | null;
}

/** How a file is read: by the saved profile of that name, or by the shipped one. */
export function readOptions(said: SaidOfFile, saved: CsvProfileRow | null): ReadOptions {
  const { csvProfile } = said;
  const monthFirst = said.monthFirst ?? saved?.monthFirst;
  return {
    ...(monthFirst == null ? {} : { monthFirst }),
    ...(saved === null
      ? csvProfile == null
        ? {}
        : { profile: csvProfile }
      : { profile: csvProfileFrom(saved.mapping) }),
  };
}
