import { columnsOf, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { AccountPartEntity } from './account-part.entity.js';

export type AccountPartDraft = Readonly<
  Omit<AccountPartEntity, 'id' | 'cooperativeId' | 'recordedAt'>
>;

/** What a line brought an account, less what it took back; never zero. */
export type AccountEffect = Readonly<
  Pick<AccountPartEntity, 'accountId' | 'returnsLineId' | 'amountMinor'>
>;

const ofLine = sql(
  'dues.find-account-parts-of-line',
  `select ${columnsOf(AccountPartEntity, { only: ['accountId', 'returnsLineId'] })},
     sum(amount_minor)::bigint as "amountMinor"
   from dues.account_parts where cooperative_id = $1 and bank_line_id = $2
   group by account_id, returns_line_id having sum(amount_minor) <> 0 order by account_id`,
);

/** What shared lines brought accounts of the books. Rows are only ever added. */
export const accountPartStore = {
  insert: async (tx: Tx, draft: AccountPartDraft): Promise<void> => {
    const { cooperativeId, now: recordedAt } = tx;
    const row = { ...draft, id: newId(), cooperativeId, recordedAt };
    await tx.repository(AccountPartEntity).insert(row);
  },

  /** What a line did to accounts by itself, whatever other lines brought back of it. */
  ofLine: (tx: Tx, lineId: string) => tx.rows<AccountEffect>(ofLine, [tx.cooperativeId, lineId]),
};
