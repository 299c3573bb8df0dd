import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { together } from '@rochdale/treasury';
import type { Parts } from '../pool/parts.js';
import { MonthPartEntity } from './month-part.entity.js';

const list = sql(
  'partners.list-month-parts',
  `select ${columnsOf(MonthPartEntity, { only: ['periodId', 'memberId'] })}, part::text as part
   from partners.month_parts where cooperative_id = $1 and period_id::text = any ($2)`,
);
const insert = sql(
  'partners.insert-month-parts',
  `insert into partners.month_parts (cooperative_id, period_id, member_id, part)
   select $1, $2, given.member_id, given.part
   from unnest($3::uuid[], $4::numeric[]) as given (member_id, part)`,
);

type MonthPart = Readonly<Pick<MonthPartEntity, 'periodId' | 'memberId' | 'part'>>;

/** Whose dues went to partners, by month. */
export const monthPartsStore = {
  list: (tx: Tx, periodIds: readonly string[]) =>
    tx.rows<MonthPart>(list, [tx.cooperativeId, periodIds]),

  insert: (tx: Tx, periodId: string, parts: Parts) => {
    const months = together([...parts.values()]);
    return tx.run(insert, [
      tx.cooperativeId,
      periodId,
      [...months.keys()],
      [...months.values()].map(String),
    ]);
  },
};
