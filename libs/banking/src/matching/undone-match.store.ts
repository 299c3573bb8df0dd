import { assert, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { UndoneMatchEntity } from './undone-match.entity.js';

type UndoneMatch = Readonly<
  Pick<UndoneMatchEntity, 'lineId' | 'reversalId' | 'memberIds' | 'because'>
>;

const insert = sql(
  'banking.note-undone-match',
  `insert into payments.undone_matches
     (id, cooperative_id, line_id, reversal_id, member_ids, because, undone_at)
   values ($1, $2, $3, $4, $5::uuid[], $6, $7)`,
);

/** Why lines were not what they had been taken for. Rows are only ever added. */
export const undoneMatchStore = {
  insert: async (tx: Tx, undone: UndoneMatch): Promise<void> => {
    const { lineId, reversalId, memberIds, because } = undone;
    const values = [newId(), tx.cooperativeId, lineId, reversalId, memberIds, because, tx.now];
    assert((await tx.run(insert, values)) === 1, 'that a match was undone is noted');
  },
};
