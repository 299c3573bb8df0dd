import { sql } from '@rochdale/platform';
import type { ForgetMemberOf } from '@rochdale/platform';

const forget = sql(
  'partners.forget-event-ids',
  `select partners.forget_event_ids($1, $2) as forgotten`,
);

/** How much was used is counted; what partners called it may have been a name. */
export const forgetUsage: ForgetMemberOf = async (tx, { memberId }) => {
  await tx.rows(forget, [tx.cooperativeId, memberId]);
};
