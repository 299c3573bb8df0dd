import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { UsageEventEntity } from './usage-event.entity.js';
import type { UsageRetraction } from './usage-event.js';
import type { RetractionCase } from './usage-retraction.js';

const find = sql(
  'partners.find-retraction-cases',
  // Look-ups by keys, whatever the statistics say, as for events that are repeated.
  `select given.nth::int as nth,
     case when own.source is not null then
       (own.retracted_source, own.retracted_event_id) is not distinct from
       (given.retracted_source, given.retracted_event_id) end as "isSame",
     other.source is not null as "isRetracted",
     target.retracted_event_id is not null as "isRetraction",
     target.period_id is not null as "isCounted", m.aggregation
   from unnest($3::text[], $4::text[], $5::text[], $6::text[]) with ordinality
     as given (source, event_id, retracted_source, retracted_event_id, nth)
   left join lateral (select e.source, e.retracted_source, e.retracted_event_id
     from partners.usage_events e where e.cooperative_id = $1 and e.partner_id = $2
       and e.source = given.source and e.event_id = given.event_id limit 1) own on true
   left join lateral (select e.source from partners.usage_events e
     where e.cooperative_id = $1 and e.partner_id = $2
       and e.retracted_source = given.retracted_source
       and e.retracted_event_id = given.retracted_event_id limit 1) other on true
   left join lateral (select e.retracted_event_id, e.period_id, e.meter_key
     from partners.usage_events e where e.cooperative_id = $1 and e.partner_id = $2
       and e.source = given.retracted_source
       and e.event_id = given.retracted_event_id limit 1) target on true
   left join partners.meters m on m.cooperative_id = $1 and m.key = target.meter_key`,
);
const insert = sql(
  'partners.insert-retractions',
  `insert into partners.usage_events (cooperative_id, partner_id, source, event_id, payload_hash,
     retracted_source, retracted_event_id, occurred_at, received_at)
   select $1, $2, given.source, given.event_id, given.payload_hash, given.retracted_source,
     given.retracted_event_id, coalesce(given.occurred_at, $9),
     $9::timestamptz + (given.nth - 1) * interval '1 microsecond'
   from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
     with ordinality as given (source, event_id, payload_hash, retracted_source,
       retracted_event_id, occurred_at, nth)
   order by given.source collate "C", given.event_id collate "C"
   on conflict do nothing
   returning ${columnsOf(UsageEventEntity, { only: ['source', 'eventId'] })}`,
);

/** Retractions among the usage events. */
export const usageRetractionStore = {
  /** What is known of each of them, in their order. */
  async cases(
    tx: Tx,
    partnerId: string,
    retractions: readonly UsageRetraction[],
  ): Promise<RetractionCase[]> {
    const rows = await tx.rows<RetractionCase & { nth: number }>(find, [
      tx.cooperativeId,
      partnerId,
      retractions.map(({ source }) => source),
      retractions.map(({ eventId }) => eventId),
      retractions.map(({ retractedSource }) => retractedSource),
      retractions.map(({ retractedEventId }) => retractedEventId),
    ]);
    return rows.toSorted((one, other) => one.nth - other.nth);
  },

  /** @returns those that are in: of one identity, or for one event, the first only */
  insert: (tx: Tx, partnerId: string, retractions: readonly UsageRetraction[]) =>
    tx.rows<{ source: string; eventId: string }>(insert, [
      tx.cooperativeId,
      partnerId,
      retractions.map(({ source }) => source),
      retractions.map(({ eventId }) => eventId),
      retractions.map(({ payloadHash }) => payloadHash),
      retractions.map(({ retractedSource }) => retractedSource),
      retractions.map(({ retractedEventId }) => retractedEventId),
      retractions.map(({ occurredAt }) => occurredAt?.toISOString() ?? null),
      tx.now,
    ]),
};
