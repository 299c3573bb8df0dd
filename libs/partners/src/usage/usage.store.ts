import { arrayText, columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { UsageEventEntity } from './usage-event.entity.js';
import type { UsageEvent } from './usage-event.js';

const insert = sql(
  'partners.insert-usage-events',
  `select partners.add_usage_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as "addedNths"`,
);

const repeats = sql(
  'partners.find-usage-events-repeated',
  // One look-up of the primary key for each event, whatever the statistics say: a join that reads
  // all of a partner's events takes seconds.
  `select given.nth::int as nth, known.meter_key = given.meter_key
     and known.member_id = given.member_id and known.quantity = given.quantity
     and known.occurred_at = given.occurred_at as "isSame"
   from unnest($3::text[], $4::text[], $5::text[], $6::uuid[], $7::numeric[], $8::timestamptz[])
     with ordinality as given (source, event_id, meter_key, member_id, quantity, occurred_at, nth)
   cross join lateral (select e.meter_key, e.member_id, e.quantity, e.occurred_at
     from partners.usage_events e where e.cooperative_id = $1 and e.partner_id = $2
       and e.source = given.source and e.event_id = given.event_id limit 1) known`,
);
/** What members used that waits, of months that are over, less what was retracted. */
const waiting = `
  select e.partner_id, e.member_id, e.meter_key, e.quantity, 1 as times
  from partners.usage_events e
  where e.cooperative_id = $1 and e.period_id is null and e.retracted_event_id is null
    and e.occurred_at < $2
  union all
  select e.partner_id, e.member_id, e.meter_key, -e.quantity, -1
  from partners.usage_events r join partners.usage_events e
    on e.cooperative_id = r.cooperative_id and e.partner_id = r.partner_id
    and e.source = r.retracted_source and e.event_id = r.retracted_event_id
    and e.retracted_event_id is null
  where r.cooperative_id = $1 and r.period_id is null and r.retracted_event_id is not null
    and (e.period_id is not null or e.occurred_at < $2)`;
const overdrawn = sql(
  'partners.find-overdrawn-usage',
  `select ${columnsOf(UsageEventEntity, { of: 'w', only: ['partnerId', 'memberId', 'meterKey'] })}
   from (${waiting}) w join partners.meters m on m.cooperative_id = $1 and m.key = w.meter_key
   group by w.partner_id, w.member_id, w.meter_key, m.aggregation
   having case m.aggregation when 'sum' then sum(w.quantity) < 0
     when 'count' then sum(w.times) < 0 else false end`,
);
const assign = sql(
  'partners.assign-usage-to-period',
  `update partners.usage_events set period_id = $2
   where cooperative_id = $1 and period_id is null and retracted_event_id is null
     and occurred_at < $3 and (partner_id, member_id, meter_key) not in
       (select * from unnest($4::uuid[], $5::uuid[], $6::text[]))`,
);
const assignRetractions = sql(
  'partners.assign-retractions-to-period',
  `update partners.usage_events r set period_id = $2 from partners.usage_events e
   where r.cooperative_id = $1 and r.period_id is null and r.retracted_event_id is not null
     and e.cooperative_id = $1 and e.partner_id = r.partner_id and e.source = r.retracted_source
     and e.event_id = r.retracted_event_id and e.retracted_event_id is null
     and e.period_id is not null and (e.partner_id, e.member_id, e.meter_key) not in
       (select * from unnest($3::uuid[], $4::uuid[], $5::text[]))`,
);
/** What was retracted in time does not count; what had counted is taken off. */
const counted = `
  select e.partner_id, e.member_id, e.quantity, 1 as times, e.occurred_at, e.event_id
  from partners.usage_events e
  where e.cooperative_id = $4 and e.period_id = $1 and e.meter_key = $2 and not exists
    (select from partners.usage_events r where r.cooperative_id = $4
      and r.partner_id = e.partner_id and r.retracted_source = e.source
      and r.retracted_event_id = e.event_id and r.period_id = $1)
  union all
  select e.partner_id, e.member_id, -e.quantity, -1, e.occurred_at, e.event_id
  from partners.usage_events r join partners.usage_events e on e.cooperative_id = $4
    and e.partner_id = r.partner_id and e.source = r.retracted_source
    and e.event_id = r.retracted_event_id and e.period_id <> $1
  where r.cooperative_id = $4 and r.period_id = $1 and r.retracted_event_id is not null
    and e.meter_key = $2`;
const aggregated = sql(
  'partners.aggregate-usage',
  `select ${columnsOf(UsageEventEntity, { of: 'c', only: ['partnerId', 'memberId'] })},
     case $3
       when 'sum' then sum(c.quantity)
       when 'count' then sum(c.times)::numeric
       when 'max' then max(c.quantity)
       when 'unique' then count(distinct c.quantity)::numeric
       else (array_agg(c.quantity order by c.occurred_at desc, c.event_id desc))[1]
     end as quantity
   from (${counted}) c group by c.partner_id, c.member_id
   order by c.partner_id, c.member_id`,
);
const totals = sql(
  'partners.sum-usage-of-period',
  `select ${columnsOf(UsageEventEntity, { only: ['partnerId'] })}, count(*)::bigint as events,
     count(*) filter (where occurred_at < $2)::bigint as "lateEvents"
   from partners.usage_events where cooperative_id = $3 and period_id = $1 group by partner_id`,
);

export interface AggregatedUsage {
  readonly partnerId: string;
  readonly memberId: string;
  readonly quantity: string;
}

export interface UsageTotals {
  readonly partnerId: string;
  readonly events: bigint;
  /** Events of earlier periods that came too late for them. */
  readonly lateEvents: bigint;
}

export const usageStore = {
  /**
   * Adds what is new in one statement. Says which of the events those were, counted from 1; null
   * when all of them were new. No event may be given twice.
   */
  insert: async (
    tx: Tx,
    partnerId: string,
    events: readonly UsageEvent[],
  ): Promise<readonly number[] | null> => {
    const { addedNths } = await tx.one<{ addedNths: number[] | null }>(insert, [
      tx.cooperativeId,
      partnerId,
      arrayText(events.map((event) => event.source)),
      arrayText(events.map((event) => event.eventId)),
      arrayText(events.map((event) => event.payloadHash)),
      arrayText(events.map((event) => event.meterKey)),
      arrayText(events.map((event) => event.memberId)),
      arrayText(events.map((event) => event.quantity)),
      arrayText(events.map((event) => event.occurredAt.toISOString())),
      tx.now,
    ]);
    return addedNths;
  },

  /**
   * Whether what is kept under an event's identity says the same: by value, so that 1 and 1.0 are
   * one quantity, and 10:00+02:00 and 08:00Z one instant. `nth` counts the events from 1.
   */
  repeats: (tx: Tx, partnerId: string, events: readonly UsageEvent[]) =>
    tx.rows<{ nth: number; isSame: boolean }>(repeats, [
      tx.cooperativeId,
      partnerId,
      events.map((event) => event.source),
      events.map((event) => event.eventId),
      events.map((event) => event.meterKey),
      events.map((event) => event.memberId),
      events.map((event) => event.quantity),
      events.map((event) => event.occurredAt.toISOString()),
    ]),

  /**
   * Events of before that moment count in the period, with what retracts them or what counted
   * earlier. No sum may be below zero: where corrections are more than what they correct, all of
   * that member, partner and meter waits for more.
   *
   * @returns how many events
   */
  async assign(tx: Tx, periodId: string, before: Date): Promise<number> {
    type Group = Readonly<Record<'partnerId' | 'memberId' | 'meterKey', string>>;
    const groups = await tx.rows<Group>(overdrawn, [tx.cooperativeId, before]);
    const waits = [
      groups.map(({ partnerId }) => partnerId),
      groups.map(({ memberId }) => memberId),
      groups.map(({ meterKey }) => meterKey),
    ];
    const assigned = await tx.run(assign, [tx.cooperativeId, periodId, before, ...waits]);
    await tx.run(assignRetractions, [tx.cooperativeId, periodId, ...waits]);
    return assigned;
  },

  aggregated: (tx: Tx, periodId: string, meterKey: string, aggregation: string) =>
    tx.rows<AggregatedUsage>(aggregated, [periodId, meterKey, aggregation, tx.cooperativeId]),

  totals: (tx: Tx, periodId: string, periodStart: Date) =>
    tx.rows<UsageTotals>(totals, [periodId, periodStart, tx.cooperativeId]),
};
