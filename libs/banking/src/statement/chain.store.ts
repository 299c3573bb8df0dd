import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BankStatementEntity } from './bank-statement.entity.js';
import type { ChainLink } from './missing-statement.js';

const columns = ['id', 'bankAccountId', 'openingMinor', 'closingMinor'] as const;
const links = sql(
  'banking.list-chain-links',
  `select ${columnsOf(BankStatementEntity, { only: columns })},
     coalesce(from_date, to_date) as "fromDate", coalesce(to_date, from_date) as "toDate",
     lines_known > 0 as overlaps
   from payments.bank_statements
   where cooperative_id = $1 and ($2::uuid is null or bank_account_id = $2)
     and balanced = 'balanced' and opening_minor is not null and closing_minor is not null
     and coalesce(from_date, to_date) is not null
   order by bank_account_id, to_date, id`,
);

type Link = ChainLink & { readonly bankAccountId: string };

export const chainStore = {
  /** The sound statements of one account. */
  ofAccount: (tx: Tx, bankAccountId: string): Promise<Link[]> =>
    tx.rows<Link>(links, [tx.cooperativeId, bankAccountId]),

  /** Those of every account. */
  all: (tx: Tx): Promise<Link[]> => tx.rows<Link>(links, [tx.cooperativeId, null]),
};
