import type { Tx } from '@rochdale/platform';
import { memberStore } from './member.store.js';
import { currentStandings } from './standing.js';

/** Which of these ids are those of members who were erased: nobody is told of them by these. */
export async function erasedAmong(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await memberStore.among(tx, ids);
  return new Set(rows.filter(({ erasedAt }) => erasedAt !== null).map(({ id }) => id));
}

/**
 * Which of these ids are those of members whom no list of members has: who left, was expelled,
 * suspended or erased, without which of it. Nobody becomes so before the transaction ends.
 *
 * @param before only those who were so before then; whoever became so since is left out
 */
export async function awayAmong(
  tx: Tx,
  ids: readonly string[],
  before: Date | null = null,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await memberStore.hold(tx, ids);
  const away = rows.filter(
    ({ standing, erasedAt }) => erasedAt !== null || !currentStandings.includes(standing),
  );
  const then = away.filter(({ standingSince }) => before === null || standingSince < before);
  return new Set(then.map(({ id }) => id));
}
