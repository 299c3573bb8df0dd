import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const waived = sql(
  'expenses.find-waived-expenses',
  `select id from expenses.expenses
   where cooperative_id = $1 and id = any($2::uuid[]) and status = 'waived'`,
);

const ofErased = sql(
  'expenses.find-expense-owed-to-erased',
  `select true as found from expenses.expenses
   where cooperative_id = $1 and id = $2 and payee_kind = 'member'
     and membership.is_erased(cooperative_id, payee_id)`,
);

/** What of expenses is asked when they are waived, and after. */
export const waiverStore = {
  /** Whether it pays a member who was erased. */
  isOfErased: async (tx: Tx, id: string): Promise<boolean> =>
    (await tx.maybeOne(ofErased, [tx.cooperativeId, id])) !== null,

  /** Of these, those that their payee waived. */
  waived: async (tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await tx.rows<{ id: string }>(waived, [tx.cooperativeId, ids]);
    return new Set(rows.map(({ id }) => id));
  },
};
