import { sql } from '@rochdale/platform';
import type { ForgetMemberOf } from '@rochdale/platform';

const drafts = sql(
  'governance.forget-drafts',
  `update governance.proposals set title = 'Erased', body = '', urgent_reason = null
   where cooperative_id = $1 and proposer_member_id = $2 and opened_at is null
     and state in ('draft', 'cancelled', 'withdrawn') and title <> 'Erased'`,
);

/**
 * What was put to the vote is the co-operative's own record, and leads to nobody any more. What
 * never was goes.
 */
export const forgetDrafts: ForgetMemberOf = async (tx, { memberId }) => {
  await tx.run(drafts, [tx.cooperativeId, memberId]);
};
