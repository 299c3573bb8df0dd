import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Partners correct what they reported: quantities may be below zero, and an event may retract
 * another one. A retraction is a row among the events, so that one identity is one for ever; it
 * names what it retracts, and uses nothing itself.
 */
export class PartnersRetractUsage1796190834001 implements MigrationInterface {
  readonly name = 'PartnersRetractUsage1796190834001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table partners.usage_events
        add column retracted_source text,
        add column retracted_event_id text,
        alter column meter_key drop not null,
        alter column member_id drop not null,
        alter column quantity drop not null,
        drop constraint usage_events_quantity,
        add constraint usage_events_kind_check check (
          case when retracted_event_id is null
            then retracted_source is null and num_nulls(meter_key, member_id, quantity) = 0
            else retracted_source is not null and num_nonnulls(meter_key, member_id, quantity) = 0
              and (retracted_source, retracted_event_id) <> (source, event_id) end) not valid;
      alter table partners.usage_events validate constraint usage_events_kind_check;
      create unique index usage_events_retracted_unique on partners.usage_events
        (cooperative_id, partner_id, retracted_source, retracted_event_id)
        where retracted_event_id is not null;
      create or replace function partners.keep_usage_event() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or old.period_id is not null or
          (old.cooperative_id, old.partner_id, old.source, old.event_id, old.payload_hash,
           old.meter_key, old.member_id, old.quantity, old.occurred_at, old.received_at,
           old.retracted_source, old.retracted_event_id)
          is distinct from
          (new.cooperative_id, new.partner_id, new.source, new.event_id, new.payload_hash,
           new.meter_key, new.member_id, new.quantity, new.occurred_at, new.received_at,
           new.retracted_source, new.retracted_event_id)
        then
          raise exception 'a usage event stays as it came, and counts in one period'
            using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
