import type { MigrationInterface, QueryRunner } from 'typeorm';

// Partners may have named a source by the word that marks what was forgotten, but no such id.
const events = `
      create function partners.is_forgotten(source text, event_id text) returns boolean
        language sql immutable as $function$
          select source = 'erased'
            and event_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        $function$;

      create or replace function partners.forgets_event_id(e partners.usage_events,
        after partners.usage_events) returns boolean
        language plpgsql stable as $function$
        begin
          if not partners.is_forgotten(after.source, after.event_id)
            or not partners.is_forgotten(coalesce(after.retracted_source, after.source),
              coalesce(after.retracted_event_id, after.event_id))
            or (e.cooperative_id, e.partner_id, e.meter_key, e.member_id, e.quantity,
              e.occurred_at, e.received_at, e.period_id) is distinct from
              (after.cooperative_id, after.partner_id, after.meter_key, after.member_id,
              after.quantity, after.occurred_at, after.received_at, after.period_id)
          then
            return false;
          end if;
          if e.member_id is not null then
            return membership.is_erased(e.cooperative_id, e.member_id);
          end if;
          return exists (select from partners.usage_events o
            where o.cooperative_id = e.cooperative_id and o.partner_id = e.partner_id
              and o.source = e.retracted_source and o.event_id = e.retracted_event_id
              and membership.is_erased(o.cooperative_id, o.member_id));
        end $function$;

      drop function partners.forget_event_ids(uuid, uuid);
      -- So many of one month of one partner, or of what waits for a month. All is looked up by
      -- keys, whatever the statistics say.
      create function partners.forget_event_ids(tenant uuid, erased_id uuid, partner uuid,
        period uuid, at_most integer) returns integer
        language plpgsql set search_path to 'pg_catalog' set enable_seqscan to off
        set enable_hashjoin to off set enable_mergejoin to off
        set plan_cache_mode to force_custom_plan as $function$
        declare
          sources text[];
          ids text[];
          fresh text[];
          forgotten integer;
        begin
          select array_agg(e.source), array_agg(e.event_id), array_agg(gen_random_uuid()::text)
            into sources, ids, fresh
            from (select u.source, u.event_id from partners.usage_events u
              where u.cooperative_id = tenant and u.partner_id = partner
                and u.member_id = erased_id and (u.period_id = period
                  or period is null and u.period_id is null)
                and not partners.is_forgotten(u.source, u.event_id) limit at_most) e;
          update partners.usage_events r set source = 'erased',
              event_id = gen_random_uuid()::text, retracted_source = 'erased',
              retracted_event_id = own.fresh,
              payload_hash = encode(sha256(uuid_send(gen_random_uuid())), 'hex')
            from unnest(sources, ids, fresh) as own (source, event_id, fresh)
            where r.cooperative_id = tenant and r.partner_id = partner
              and r.retracted_source = own.source and r.retracted_event_id = own.event_id;
          update partners.usage_events e set source = 'erased', event_id = own.fresh
            from unnest(sources, ids, fresh) as own (source, event_id, fresh)
            where e.cooperative_id = tenant and e.partner_id = partner
              and e.source = own.source and e.event_id = own.event_id;
          get diagnostics forgotten = row_count;
          return forgotten;
        end $function$;
      select platform.grant_function(
        'partners.forget_event_ids(uuid, uuid, uuid, uuid, integer)');`;

// Who asks for another digest does not say which: there is none but that of the events as they are.
const statements = `
      create or replace function partners.keep_statement() returns trigger
        language plpgsql as $function$
    declare
      changing constant text[] :=
        array['state', 'approved_by_account_id', 'approved_at', 'transaction_id', 'payout_id'];
      asked boolean := tg_op = 'UPDATE' and new.events_hash is null
        and exists (select from partners.usage_events e where e.period_id = old.period_id
          and e.partner_id = old.partner_id and partners.is_forgotten(e.source, e.event_id));
    begin
      if asked then
        new.events_hash := old.events_hash;
      end if;
      if tg_op = 'DELETE' or to_jsonb(old) - changing is distinct from to_jsonb(new) - changing then
        raise exception 'a statement stays as it was drawn up' using errcode = 'restrict_violation';
      end if;
      if asked then
        new.events_hash := partners.hash_events(new.events_salt, new.cooperative_id,
          new.partner_id, new.period_id);
      end if;
      return new;
    end $function$`;

/**
 * Whoever is erased is forgotten month by month, so many events at once, so that no statement takes
 * the longer the more there are; and the digests of these months alone are made anew.
 */
export class PartnersForgetByMonth1796800600002 implements MigrationInterface {
  readonly name = 'PartnersForgetByMonth1796800600002';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [events, statements]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
