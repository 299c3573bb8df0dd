import type { MigrationInterface, QueryRunner } from 'typeorm';

const named = `array['source', 'event_id', 'payload_hash', 'retracted_source',
            'retracted_event_id']`;

const events = `
      create function partners.forgets_event_id(e partners.usage_events,
        after partners.usage_events) returns boolean
        language sql stable as $function$
          select after.source = 'erased'
            and to_jsonb(e) - $1::text[] = to_jsonb(after) - $1::text[]
            and (e.member_id is not null and membership.is_erased(e.cooperative_id, e.member_id)
              or exists (select from partners.usage_events o
                where o.cooperative_id = e.cooperative_id and o.partner_id = e.partner_id
                  and o.source = e.retracted_source and o.event_id = e.retracted_event_id
                  and membership.is_erased(o.cooperative_id, o.member_id)))
        $function$;

      create or replace function partners.keep_usage_event() returns trigger
        language plpgsql as $function$
      begin
        if tg_op = 'DELETE' and partners.lets_usage_go(old) then
          return old;
        end if;
        if tg_op = 'DELETE' or (old.period_id is not null or
          (old.cooperative_id, old.partner_id, old.source, old.event_id, old.payload_hash,
           old.meter_key, old.member_id, old.quantity, old.occurred_at, old.received_at,
           old.retracted_source, old.retracted_event_id)
          is distinct from
          (new.cooperative_id, new.partner_id, new.source, new.event_id, new.payload_hash,
           new.meter_key, new.member_id, new.quantity, new.occurred_at, new.received_at,
           new.retracted_source, new.retracted_event_id))
          and not partners.forgets_event_id(old, new)
        then
          raise exception 'a usage event stays as it came, and counts in one period'
            using errcode = 'restrict_violation';
        end if;
        return new;
      end $function$;`;

const statements = `
      create or replace function partners.keep_statement() returns trigger
        language plpgsql as $function$
    declare
      changing text[] :=
        array['state', 'approved_by_account_id', 'approved_at', 'transaction_id', 'payout_id'];
    begin
      -- The digest is of the events as they are, or stays: none of them is named any other way.
      if tg_op = 'UPDATE' and old.events_hash <> new.events_hash
        and new.events_hash = partners.hash_events(new.events_salt, new.cooperative_id,
          new.partner_id, new.period_id)
        and exists (select from partners.usage_events e where e.period_id = old.period_id
          and e.partner_id = old.partner_id and e.source = 'erased')
      then
        changing := changing || array['events_hash'];
      end if;
      if tg_op = 'DELETE' or to_jsonb(old) - changing is distinct from to_jsonb(new) - changing then
        raise exception 'a statement stays as it was drawn up' using errcode = 'restrict_violation';
      end if;
      return new;
    end $function$;

      create function partners.forget_event_ids(tenant uuid, erased_id uuid) returns integer
        language plpgsql set search_path to 'pg_catalog' as $function$
        declare
          counted uuid[];
          event record;
          fresh text;
          forgotten integer := 0;
        begin
          select array_agg(s.id) into counted from partners.statements s
          where s.cooperative_id = tenant
            and s.events_hash = partners.hash_events(s.events_salt, tenant, s.partner_id,
              s.period_id)
            and exists (select from partners.usage_events e
              left join partners.usage_events r on r.cooperative_id = tenant
                and r.partner_id = e.partner_id and r.retracted_source = e.source
                and r.retracted_event_id = e.event_id
              where e.cooperative_id = tenant and e.partner_id = s.partner_id
                and e.member_id = erased_id and e.source <> 'erased'
                and s.period_id in (e.period_id, r.period_id));
          for event in select e.partner_id, e.source, e.event_id from partners.usage_events e
            where e.cooperative_id = tenant and e.member_id = erased_id and e.source <> 'erased'
            order by e.partner_id, e.source, e.event_id
          loop
            fresh := gen_random_uuid()::text;
            update partners.usage_events r set source = 'erased',
                event_id = gen_random_uuid()::text, retracted_source = 'erased',
                retracted_event_id = fresh,
                payload_hash = encode(sha256(uuid_send(gen_random_uuid())), 'hex')
              where r.cooperative_id = tenant and r.partner_id = event.partner_id
                and r.retracted_source = event.source and r.retracted_event_id = event.event_id;
            update partners.usage_events e set source = 'erased', event_id = fresh
              where e.cooperative_id = tenant and e.partner_id = event.partner_id
                and e.source = event.source and e.event_id = event.event_id;
            forgotten := forgotten + 1;
          end loop;
          update partners.statements s set events_hash = partners.hash_events(s.events_salt,
              tenant, s.partner_id, s.period_id)
            where s.cooperative_id = tenant and s.id = any (counted);
          return forgotten;
        end $function$;
      select platform.grant_function('partners.forget_event_ids(uuid, uuid)');`;

/**
 * What a partner named its events by may be a person's name. Where the person is erased, the names
 * become random; how much was used stays, and what statements counted is hashed again as it is.
 */
export class PartnersForgetEventIds1796700300003 implements MigrationInterface {
  readonly name = 'PartnersForgetEventIds1796700300003';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [events.replaceAll('$1::text[]', named), statements])
      await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
