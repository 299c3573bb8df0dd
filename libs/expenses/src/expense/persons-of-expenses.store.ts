import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ExpenseEntity } from './expense.entity.js';

const payees = sql(
  'expenses.find-persons-of-expenses',
  `select ${columnsOf(ExpenseEntity, { only: ['id', 'payeeKind', 'payeeId'] })}
   from expenses.expenses where cooperative_id = $1 and id::text = any ($2)`,
);

type Paid = Readonly<Pick<ExpenseEntity, 'id' | 'payeeKind' | 'payeeId'>>;

export const personsOfExpensesStore = {
  payees: (tx: Tx, ids: readonly string[]) => tx.rows<Paid>(payees, [tx.cooperativeId, ids]),
};
