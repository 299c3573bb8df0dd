import { sql } from '@rochdale/platform';
import type { ForgetMemberOf } from '@rochdale/platform';

const reasons = sql(
  'voting.forget-reasons',
  `update governance.ballots set reason = null
   where cooperative_id = $1 and member_id = $2 and reason is not null`,
);

/** Ballots stay, so that every count can be made again; what was written with them goes. */
export const forgetReasons: ForgetMemberOf = async (tx, { memberId }) => {
  await tx.run(reasons, [tx.cooperativeId, memberId]);
};
