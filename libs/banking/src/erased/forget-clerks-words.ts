import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const lines = `select line_id from payments.undone_matches
     where cooperative_id = $1 and $2::uuid = any(member_ids)`;
const undone = sql(
  'banking.forget-why-undone',
  `update payments.undone_matches set because = ''
   where cooperative_id = $1 and because <> '' and line_id in (${lines})`,
);
// The database forgets with it what the line was booked with.
const matched = sql(
  'banking.forget-why-matched',
  `update payments.bank_lines set matched_because = ''
   where cooperative_id = $1 and matched_because <> '' and id in (${lines})`,
);

/**
 * What clerks wrote of the lines that were once taken for a member who was erased: whoever undoes a
 * mistake names whom it was about. What is locked says nothing anyhow.
 */
export async function forgetClerksWords(tx: Tx, memberId: string): Promise<void> {
  const values = [tx.cooperativeId, memberId];
  await tx.run(undone, values);
  await tx.run(matched, values);
}
