import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ErasureEntity } from './erasure.entity.js';

/** Who was erased, and when. */
export type ErasureRow = Readonly<Omit<ErasureEntity, 'cooperativeId' | 'nameMarks'>>;

const columns = columnsOf(ErasureEntity, { without: ['cooperativeId', 'nameMarks'] });
const insert = sql(
  'membership.insert-erasure',
  `insert into membership.erasures
     (member_id, cooperative_id, account_id, erased_at, removes_texts, name_marks)
   values ($2, $1, $3, $4, $5, $6)`,
);
const marks = sql(
  'membership.find-name-marks',
  `select ${columnsOf(ErasureEntity, { only: ['nameMarks'] })} from membership.erasures
   where cooperative_id = $1 and member_id = $2`,
);
const find = sql(
  'membership.find-erasure',
  `select ${columns} from membership.erasures where cooperative_id = $1 and member_id = $2`,
);
// Only ever this way: what is removed is not there any more.
const removeTexts = sql(
  'membership.mark-erasure-removes-texts',
  `update membership.erasures set removes_texts = true
    where cooperative_id = $1 and member_id = $2 and not removes_texts`,
);

export const erasureStore = {
  insert: (tx: Tx, row: ErasureRow, nameMarks: readonly string[]) =>
    tx.run(insert, [
      tx.cooperativeId,
      row.memberId,
      row.accountId,
      row.erasedAt,
      row.removesTexts,
      nameMarks,
    ]),

  /** Null of who was not erased; empty of who was before marks were kept. */
  nameMarks: async (tx: Tx, memberId: string): Promise<readonly string[] | null> => {
    const values = [tx.cooperativeId, memberId];
    const row = await tx.maybeOne<Pick<ErasureEntity, 'nameMarks'>>(marks, values);
    return row?.nameMarks ?? null;
  },

  /** False where that was asked already. */
  async removeTexts(tx: Tx, memberId: string): Promise<boolean> {
    return (await tx.run(removeTexts, [tx.cooperativeId, memberId])) === 1;
  },

  find: (tx: Tx, memberId: string): Promise<ErasureRow | null> =>
    tx.maybeOne<ErasureRow>(find, [tx.cooperativeId, memberId]),
};
