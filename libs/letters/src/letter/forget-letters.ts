import { sql } from '@rochdale/platform';
import type { ForgetMemberOf } from '@rochdale/platform';

const letters = sql(
  'letters.forget-letters',
  `delete from notifications.letters where cooperative_id = $1 and member_id = $2`,
);

/** Letters to them go, sent or not. */
export const forgetLetters: ForgetMemberOf = async (tx, { memberId }) => {
  await tx.run(letters, [tx.cooperativeId, memberId]);
};
