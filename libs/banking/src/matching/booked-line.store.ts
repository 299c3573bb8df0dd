import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const transactionsOf = sql(
  'banking.find-transactions-of-account',
  `select distinct transaction_id as id from payments.bank_lines
   where cooperative_id = $1 and bank_account_id = $2 and transaction_id is not null`,
);

/** Lines that are in the books. */
export const bookedLineStore = {
  /** What booked the lines of an account that are in the books. */
  transactionsOf: async (tx: Tx, bankAccountId: string): Promise<string[]> => {
    const values = [tx.cooperativeId, bankAccountId];
    const rows = await tx.rows<{ id: string }>(transactionsOf, values);
    return rows.map(({ id }) => id);
  },
};
