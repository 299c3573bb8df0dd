import { linesMatchedBy, lockBankLines } from '@rochdale/banking';
import { lowerFactsOf, sql } from '@rochdale/platform';
import type { ForgetMemberOf, Tx } from '@rochdale/platform';
import { ownPayoutLines } from './own-payouts.queries.js';
import { payeeDetailsStore } from './payee/payee-details.store.js';

const lock = sql(
  'payouts.lock-payouts-of-member',
  `update payments.payouts set is_private = true
   where cooperative_id = $1 and payee_kind = 'member' and payee_id = $2 and not is_private
   returning id`,
);

const files = sql(
  'payouts.find-files-of-member',
  `select distinct payment_file_id as id from payments.payouts
   where cooperative_id = $1 and payee_kind = 'member' and payee_id = $2
     and payment_file_id is not null`,
);

/** Those that paid them alone, and the sums of files, of which banks tell the parts. */
async function linesOf(tx: Tx, memberId: string): Promise<string[]> {
  const ordered = await tx.rows<{ id: string }>(files, [tx.cooperativeId, memberId]);
  const ids = ordered.map(({ id }) => id);
  const sums = await linesMatchedBy(tx, 'payment-file', ids);
  return [...sums, ...(await ownPayoutLines(tx, memberId))];
}

/** What was paid to them, and where, is of the books; from now on clerks alone read it, and of the
 * bank's lines no longer who was paid. */
export const forgetPayouts: ForgetMemberOf = async (tx, { memberId }) => {
  await payeeDetailsStore.lockPayee(tx, memberId);
  await payeeDetailsStore.forget(tx, memberId);
  const locked = await tx.rows<{ id: string }>(lock, [tx.cooperativeId, memberId]);
  await lowerFactsOf(
    tx,
    'payout',
    locked.map(({ id }) => id),
  );
  await lockBankLines(tx, await linesOf(tx, memberId));
};
