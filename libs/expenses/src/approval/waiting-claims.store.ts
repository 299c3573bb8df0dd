import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { Payee } from '../expense/expense.js';
import { expenseColumns } from '../expense/expense.store.js';
import type { ExpenseRecord } from '../expense/expense.store.js';

const lockWaiting = sql(
  'expenses.lock-waiting-expenses',
  `select ${expenseColumns} from expenses.expenses
   where cooperative_id = $1 and payee_kind = $2 and payee_id = $3 and status = 'submitted'
     and destination_id is not null order by id for update`,
);

export const waitingClaimsStore = {
  /** What waits for a decision to pay this payee where they said, in the order of ids. */
  lockWaiting: (tx: Tx, { kind, id }: Payee): Promise<ExpenseRecord[]> =>
    tx.rows<ExpenseRecord>(lockWaiting, [tx.cooperativeId, kind, id]),
};
