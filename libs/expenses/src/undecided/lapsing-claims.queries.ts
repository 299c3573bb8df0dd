import { daysLater, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { toldDays } from './undecided-claims.store.js';

const toldAmong = sql(
  'expenses.find-told-claims-among',
  `select id, lapse_told_at as "toldAt" from expenses.expenses
   where cooperative_id = $1 and id = any($2::uuid[]) and lapse_told_at is not null
     and status in ('submitted', 'needs-information')`,
);

/**
 * When those of these claims lapse of which it is said already: also where no letter leaves, this
 * is how their persons know. Whoever calls has asked whose they are.
 */
export async function lapsingClaims(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  if (ids.length === 0) return new Map();
  const asked = [tx.cooperativeId, ids];
  const rows = await tx.rows<{ id: string; toldAt: Date }>(toldAmong, asked);
  return new Map(rows.map(({ id, toldAt }) => [id, daysLater(toldAt, toldDays)]));
}
