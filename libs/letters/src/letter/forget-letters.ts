import { sql } from '@rochdale/platform';
import type { ForgetMemberOf, Tx } from '@rochdale/platform';

// What became of sending one may name where it went.
const withJobs = `delete from platform.jobs j using gone
   where j.cooperative_id = $1 and j.name = 'letters.deliver-letter' and j.key = gone.id::text
     and j.status in ('done', 'dead')`;
const letters = sql(
  'letters.forget-letters',
  `with gone as (
     delete from notifications.letters where cooperative_id = $1 and member_id = $2 returning id)
   ${withJobs}`,
);
const lettersTo = sql(
  'letters.forget-letters-to-address',
  `with gone as (
     delete from notifications.letters where cooperative_id = $1 and address_mark = $2
     returning id)
   ${withJobs}`,
);
const lettersOfAccount = sql(
  'letters.forget-letters-of-account',
  `select notifications.forget_letters_of_account($1, $2, $3)`,
);

/** Letters to them go, sent or not. */
export const forgetLetters: ForgetMemberOf = async (tx, { memberId }) => {
  await tx.run(letters, [tx.cooperativeId, memberId]);
};

/** So do those to the address that was theirs, of before they were a member. */
export const forgetLettersTo = (tx: Tx, mark: Buffer): Promise<number> =>
  tx.run(lettersTo, [tx.cooperativeId, mark]);

/**
 * And with their account those about it, and those that came from any other co-operative. One that
 * invites, and is on its way, may be meant for somebody who did not ask for that. Of an account
 * that is there none goes.
 */
export const forgetLettersOfAccount = (
  tx: Tx,
  account: {
    readonly erasedAccountId: string;
    readonly mark: Buffer;
    readonly withInvitations: boolean;
  },
): Promise<unknown> =>
  tx.rows(lettersOfAccount, [account.erasedAccountId, account.mark, account.withInvitations]);
