import { newId, sql } from '@rochdale/platform';
import type { ForgetMemberOf } from '@rochdale/platform';

const knowing = sql(
  'partners.find-partners-of-member',
  `select distinct partner_id as "partnerId" from partners.usage_events
   where cooperative_id = $1 and member_id = $2`,
);
// After a restore the same member is forgotten once more: told is told.
const tell = sql(
  'partners.insert-erased-users',
  `insert into partners.erased_users (id, cooperative_id, partner_id, member_id, told_at)
   select id, $1, partner_id, $2, $5 from unnest($3::uuid[], $4::uuid[]) as told (id, partner_id)
   on conflict (cooperative_id, partner_id, member_id) do nothing`,
);

/** Partners that reported what the member used learn that they are to forget them as well. */
export const tellPartners: ForgetMemberOf = async (tx, { memberId }) => {
  const partners = await tx.rows<{ partnerId: string }>(knowing, [tx.cooperativeId, memberId]);
  const ids = partners.map(({ partnerId }) => partnerId);
  await tx.run(tell, [tx.cooperativeId, memberId, ids.map(() => newId()), ids, tx.now]);
};
