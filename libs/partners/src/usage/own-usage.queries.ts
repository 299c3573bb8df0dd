import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { UsageEventEntity } from './usage-event.entity.js';

const only = [
  'source',
  'eventId',
  'meterKey',
  'quantity',
  'occurredAt',
  'receivedAt',
  'partnerId',
  'periodId',
] as const;
// What was retracted was said of the person all the same.
const statement = sql(
  'partners.export-own-usage',
  `select ${columnsOf(UsageEventEntity, { of: 'u', only })}, p.name as "partnerName",
     exists (select from partners.usage_events r
       where r.cooperative_id = u.cooperative_id and r.partner_id = u.partner_id
         and r.retracted_source = u.source and r.retracted_event_id = u.event_id) as "isRetracted"
   from partners.usage_events u
   join partners.partners p on p.cooperative_id = u.cooperative_id and p.id = u.partner_id
   where u.cooperative_id = $1 and u.member_id = $2
   order by u.received_at, u.partner_id, u.source, u.event_id`,
);

/** What partners said that a member used, retracted or not. */
export const ownUsage = (tx: Tx, memberId: string | null): Promise<object[]> =>
  tx.rows(statement, [tx.cooperativeId, memberId]);
