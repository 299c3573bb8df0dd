import { platformParts, rowsOfPerson } from '@rochdale/platform';
import type { PersonalColumn, PersonalData } from '@rochdale/platform';
import { rooms } from '../rooms.js';

/** What all rooms keep about persons, column by column. */
export const personalData: readonly PersonalData[] = [platformParts, ...rooms].flatMap(
  ({ personalData: kept }) => kept ?? [],
);

/**
 * The condition, in SQL, on the rows (aliased `t`) in which a column holds a person: `$1` are the
 * ids of their memberships, `$2` those of their account. Null when nothing leads there.
 */
export const rowsOf = (column: Pick<PersonalColumn, 'person'>): string | null =>
  rowsOfPerson(column, personalData);
