import { sql } from '@rochdale/platform';
import type { ForgetMemberOf } from '@rochdale/platform';
import { periodStore } from '../period/period.store.js';

const forget = sql(
  'partners.forget-event-ids',
  `select partners.forget_event_ids($1, $2) as forgotten`,
);

/**
 * How much was used is counted; what partners called it may have been a name. A month that is being
 * closed is waited for: its statements' digests would be of names that are gone.
 */
export const forgetUsage: ForgetMemberOf = async (tx, { memberId }) => {
  await periodStore.lock(tx);
  await tx.rows(forget, [tx.cooperativeId, memberId]);
};
