import { sql } from '@rochdale/platform';
import type { ForgetMemberOf } from '@rochdale/platform';
import { payeeDetailsStore } from './payee/payee-details.store.js';

const lock = sql(
  'payouts.lock-payouts-of-member',
  `update payments.payouts set is_private = true
   where cooperative_id = $1 and payee_kind = 'member' and payee_id = $2 and not is_private`,
);

/** What was paid to them, and where, is of the books; from now on clerks alone read it. */
export const forgetPayouts: ForgetMemberOf = async (tx, { memberId }) => {
  await payeeDetailsStore.lockPayee(tx, memberId);
  await payeeDetailsStore.forget(tx, memberId);
  await tx.run(lock, [tx.cooperativeId, memberId]);
};
