import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { Shares } from '@rochdale/treasury';
import { ToldPartEntity } from './told-part.entity.js';

const list = sql(
  'partners.list-told-parts',
  `select ${columnsOf(ToldPartEntity, { only: ['statementId', 'memberId'] })}, part::text as part
   from partners.told_parts where cooperative_id = $1 order by statement_id`,
);
const insert = sql(
  'partners.insert-told-parts',
  `insert into partners.told_parts (cooperative_id, statement_id, member_id, part)
   select $1, $2, given.member_id, given.part
   from unnest($3::uuid[], $4::numeric[]) as given (member_id, part)`,
);

type PartRow = Readonly<Pick<ToldPartEntity, 'statementId' | 'memberId' | 'part'>>;

const prefix = 'member:';

/** Who is behind each amount that partners were told and that said more than those before it. */
export const toldPartsStore = {
  all: async (tx: Tx): Promise<Shares[]> => {
    const told = new Map<string, Map<string, bigint>>();
    for (const { statementId, memberId, part } of await tx.rows<PartRow>(list, [
      tx.cooperativeId,
    ])) {
      const parts = told.get(statementId) ?? new Map<string, bigint>();
      told.set(statementId, parts.set(`${prefix}${memberId}`, BigInt(part)));
    }
    return [...told.values()];
  },

  insert: (tx: Tx, statementId: string, shares: Shares) =>
    tx.run(insert, [
      tx.cooperativeId,
      statementId,
      [...shares.keys()].map((person) => person.slice(prefix.length)),
      [...shares.values()].map(String),
    ]),
};
