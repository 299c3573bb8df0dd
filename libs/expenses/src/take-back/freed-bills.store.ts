import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const free = sql(
  'expenses.release-bill',
  `update expenses.expenses set bill_freed_at = $3
   where cooperative_id = $1 and id = $2 and status in ('voided', 'rejected')
     and bill_hash is not null and bill_freed_at is null`,
);

export const freedBillsStore = {
  /** Lets the bill of what was voided or rejected be handed in again. */
  free: (tx: Tx, expenseId: string): Promise<void> =>
    tx.change(free, [tx.cooperativeId, expenseId, tx.now]),
};
