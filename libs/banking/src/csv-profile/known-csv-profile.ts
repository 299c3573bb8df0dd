import { csvProfiles } from '@rochdale/bank-formats';
import type { Tx } from '@rochdale/platform';
import { bankingErrors } from '../banking.errors.js';
import { csvProfileStore } from './csv-profile.store.js';
import type { CsvProfileRow } from './csv-profile.store.js';

/**
 * The saved profile of that name; null for a shipped one, and where nobody named any.
 *
 * @throws CodedError CSV_PROFILE_NOT_FOUND
 */
export async function knownCsvProfile(tx: Tx, name: string | null): Promise<CsvProfileRow | null> {
  if (name === null) return null;
  const saved = await csvProfileStore.byName(tx, name);
  if (saved !== null || csvProfiles.some((shipped) => shipped.name === name)) return saved;
  throw bankingErrors.error('CSV_PROFILE_NOT_FOUND', `There is no CSV profile ${name}.`, {
    path: ['csvProfile'],
  });
}
