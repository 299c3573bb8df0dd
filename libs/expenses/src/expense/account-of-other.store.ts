import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const drop = sql(
  'expenses.forget-account-of-other',
  `update expenses.expenses set destination_id = null, destination_masked = null, text_salt = null
   where cooperative_id = $1 and id = $2 and destination_id is not null
     and (payee_kind <> 'member' or payee_id <> submitter_member_id)`,
);

/**
 * Of a claim that ends with nothing owed: where it would have been paid goes, unless to who handed
 * it in. So does the salt, as with any text: the fingerprint is of what is not there any more.
 */
export async function dropAccountOfOther(tx: Tx, expenseId: string): Promise<void> {
  await tx.run(drop, [tx.cooperativeId, expenseId]);
}
