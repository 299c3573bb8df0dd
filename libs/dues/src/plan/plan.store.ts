import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { PlanTerms } from './plan.js';

export interface PlanRow extends PlanTerms {
  readonly id: string;
  readonly retiredAt: Date | null;
}

const columns = `id, key, name, currency, minimum_minor as "minimumMinor",
  suggested_minor as "suggestedMinor", maximum_minor as "maximumMinor", months,
  retired_at as "retiredAt"`;
const insert = sql(
  'dues.insert-plan',
  `insert into dues.plans (id, cooperative_id, key, name, currency, minimum_minor, suggested_minor,
     maximum_minor, months, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   on conflict (cooperative_id, key) do nothing returning ${columns}`,
);
const byIds = sql(
  'dues.plans-by-ids',
  `select ${columns} from dues.plans where cooperative_id = $1 and id = any($2::uuid[])`,
);
const all = sql(
  'dues.all-plans',
  `select ${columns} from dues.plans where cooperative_id = $1 order by key, id limit 100`,
);
const retire = sql(
  'dues.retire-plan',
  `update dues.plans set retired_at = $3
   where cooperative_id = $1 and id = $2 and retired_at is null`,
);

export const planStore = {
  /** Null when the key is taken. */
  insert: (tx: Tx, id: string, terms: PlanTerms) =>
    tx.maybeOne<PlanRow>(insert, [
      id,
      tx.cooperativeId,
      terms.key,
      terms.name.trim(),
      terms.currency,
      terms.minimumMinor,
      terms.suggestedMinor,
      terms.maximumMinor,
      terms.months,
      tx.now,
    ]),

  byIds: (tx: Tx, ids: readonly string[]) => tx.rows<PlanRow>(byIds, [tx.cooperativeId, ids]),

  all: (tx: Tx) => tx.rows<PlanRow>(all, [tx.cooperativeId]),

  retire: (tx: Tx, id: string) => tx.run(retire, [tx.cooperativeId, id, tx.now]),
};
