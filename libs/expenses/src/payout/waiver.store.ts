import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const owedNoMore = sql(
  'expenses.find-expenses-owed-no-more',
  `select id from expenses.expenses
   where cooperative_id = $1 and id = any($2::uuid[]) and status in ('waived', 'voided')`,
);

const ofErased = sql(
  'expenses.find-expenses-of-erased-payees',
  `select id from expenses.expenses
   where cooperative_id = $1 and id = any($2::uuid[]) and payee_kind = 'member'
     and membership.is_erased(cooperative_id, payee_id)`,
);

/** What of expenses is asked when they are waived, and after. */
export const waiverStore = {
  /** Of these, those that pay a member who was erased. */
  ofErased: async (tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> =>
    idsOf(await tx.rows<Id>(ofErased, [tx.cooperativeId, ids])),

  /** Of these, those that their payee waived, or that were taken back. */
  owedNoMore: async (tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> =>
    idsOf(await tx.rows<Id>(owedNoMore, [tx.cooperativeId, ids])),
};

interface Id {
  readonly id: string;
}

const idsOf = (rows: readonly Id[]): ReadonlySet<string> => new Set(rows.map(({ id }) => id));
