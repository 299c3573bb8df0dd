import { sql } from '@rochdale/platform';
import type { ForgetMemberOf } from '@rochdale/platform';
import { periodStore } from '../period/period.store.js';

const own = `partners.usage_events e where e.cooperative_id = $1 and e.member_id = $2
  and not partners.is_forgotten(e.source, e.event_id)`;
const months = sql(
  'partners.find-months-of-member',
  `select distinct e.partner_id as "partnerId", e.period_id as "periodId" from ${own}`,
);
// What counted, or was taken off. Retractions are looked up by keys, whatever the statistics say.
const statements = sql(
  'partners.find-statements-of-member',
  `select s.id from (
     select e.partner_id, e.period_id from ${own} and e.period_id is not null
     union
     select r.partner_id, r.period_id from (select e.partner_id, e.source, e.event_id from ${own}) u
     cross join lateral (select r.partner_id, r.period_id from partners.usage_events r
       where r.cooperative_id = $1 and r.partner_id = u.partner_id
         and r.retracted_source = u.source and r.retracted_event_id = u.event_id limit 1) r
     where r.period_id is not null) told
   join partners.statements s on s.cooperative_id = $1 and s.partner_id = told.partner_id
     and s.period_id = told.period_id order by s.id`,
);
const stands = sql(
  'partners.find-statement-as-counted',
  `select id from partners.statements where cooperative_id = $1 and id = $2
     and events_hash = partners.hash_events(events_salt, $1, partner_id, period_id)`,
);
const forget = sql(
  'partners.forget-event-ids',
  `select partners.forget_event_ids($1, $2, $3, $4, $5) as forgotten`,
);
/** A statement renames so many, whose count says nothing of how long it takes. */
const eventsAtOnce = 2_000;
const hashAgain = sql(
  'partners.update-events-hash',
  `update partners.statements set events_hash = null where cooperative_id = $1 and id = $2`,
);

/**
 * How much was used is counted; what partners called it may have been a name. A month that is being
 * closed is waited for: its statements' digests would be of names that are gone. A digest that was
 * not of its events before is none of them afterwards.
 */
export const forgetUsage: ForgetMemberOf = async (tx, { memberId }) => {
  await periodStore.lock(tx);
  const whose = [tx.cooperativeId, memberId];
  const told = await tx.rows<{ id: string }>(statements, whose);
  const standing: string[] = [];
  for (const { id } of told) {
    const found = await tx.rows(stands, [tx.cooperativeId, id]);
    if (found.length > 0) standing.push(id);
  }
  type Month = Readonly<{ partnerId: string; periodId: string | null }>;
  for (const { partnerId, periodId } of await tx.rows<Month>(months, whose)) {
    const some = [...whose, partnerId, periodId, eventsAtOnce];
    while ((await tx.one<{ forgotten: number }>(forget, some)).forgotten === eventsAtOnce);
  }
  for (const id of standing) await tx.change(hashAgain, [tx.cooperativeId, id]);
};
