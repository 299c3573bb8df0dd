import { sql } from '@rochdale/platform';
import type { ForgetMemberOf } from '@rochdale/platform';
import { periodStore } from '../period/period.store.js';
import { erasureAnnouncementStore } from './erasure-announcement.store.js';

// Also those whose reports went at their term. Once it is told, nothing else is kept of it.
const takeKnowing = sql(
  'partners.take-partners-of-member',
  `with past as (delete from partners.past_users where cooperative_id = $1 and member_id = $2
     returning partner_id)
   select partner_id as "partnerId" from past
   union select partner_id from partners.usage_events where cooperative_id = $1 and member_id = $2`,
);
// After a restore the same member is forgotten once more: told is told. When is said by
// `TellErasures`; until then they do not read it.
const tell = sql(
  'partners.insert-erased-users',
  `insert into partners.erased_users (id, cooperative_id, partner_id, member_id)
   select gen_random_uuid(), $1, partner_id, $2 from unnest($3::uuid[]) as partner_id
   on conflict (cooperative_id, partner_id, member_id) do nothing`,
);

/**
 * Partners that reported what the member used learn that they are to forget them as well. What goes
 * at its term meanwhile is waited for: who reported it is known before, or afterwards.
 */
export const tellPartners: ForgetMemberOf = async (tx, { memberId }) => {
  await periodStore.lock(tx);
  const partners = await tx.rows<{ partnerId: string }>(takeKnowing, [tx.cooperativeId, memberId]);
  const ids = partners.map(({ partnerId }) => partnerId);
  await tx.run(tell, [tx.cooperativeId, memberId, ids]);
  await erasureAnnouncementStore.insert(tx, memberId);
};
