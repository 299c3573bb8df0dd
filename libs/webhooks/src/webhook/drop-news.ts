import { sql } from '@rochdale/platform';
import type { ForgetMemberOf } from '@rochdale/platform';

const drop = sql(
  'webhooks.forget-untold-deliveries',
  `update notifications.webhook_deliveries d set state = 'dropped'
   where d.cooperative_id = $1 and d.state in ('queued', 'given-up') and not exists
     (select from platform.facts f where f.cooperative_id = $1 and f.id = d.fact_id)`,
);

/** Nobody is told any more of what is gone with an erased member. */
export const dropNews: ForgetMemberOf = async (tx) => {
  await tx.run(drop, [tx.cooperativeId]);
};
