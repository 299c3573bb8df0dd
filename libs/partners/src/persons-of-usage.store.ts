import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { UsageEventEntity } from './usage/usage-event.entity.js';

const users = sql(
  'partners.find-persons-of-periods',
  `select distinct ${columnsOf(UsageEventEntity, { only: ['periodId', 'memberId'] })}
   from partners.usage_events where cooperative_id = $1 and period_id::text = any ($2)`,
);

type User = Readonly<Pick<UsageEventEntity, 'periodId' | 'memberId'>>;

export const personsOfUsageStore = {
  users: (tx: Tx, ids: readonly string[]) => tx.rows<User>(users, [tx.cooperativeId, ids]),
};
