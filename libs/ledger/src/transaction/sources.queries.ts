import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { Source } from './transaction.js';

const sources = sql(
  'ledger.list-sources-of-transactions',
  `select distinct source_kind as kind, source_id as id from ledger.transactions
   where cooperative_id = $1 and id = any ($2::uuid[])`,
);

/** What these transactions were for. */
export const readSourcesOf = (tx: Tx, transactionIds: readonly string[]): Promise<Source[]> =>
  tx.rows<Source>(sources, [tx.cooperativeId, transactionIds]);
