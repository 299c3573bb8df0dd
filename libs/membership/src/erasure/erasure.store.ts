import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ErasureEntity } from './erasure.entity.js';

export type ErasureRow = Readonly<ErasureEntity>;

const insert = sql(
  'membership.insert-erasure',
  `insert into membership.erasures (member_id, cooperative_id, account_id, erased_at)
   values ($2, $1, $3, $4)`,
);
const find = sql(
  'membership.find-erasure',
  `select ${columnsOf(ErasureEntity)} from membership.erasures
   where cooperative_id = $1 and member_id = $2`,
);

export const erasureStore = {
  insert: (tx: Tx, memberId: string, accountId: string | null) =>
    tx.run(insert, [tx.cooperativeId, memberId, accountId, tx.now]),

  find: (tx: Tx, memberId: string): Promise<ErasureRow | null> =>
    tx.maybeOne<ErasureRow>(find, [tx.cooperativeId, memberId]),
};
