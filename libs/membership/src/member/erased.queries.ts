import type { Tx } from '@rochdale/platform';
import { memberStore } from './member.store.js';

/** Which of these ids are those of members who were erased: nobody is told of them by these. */
export async function erasedAmong(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await memberStore.among(tx, ids);
  return new Set(rows.filter(({ erasedAt }) => erasedAt !== null).map(({ id }) => id));
}
