import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What members used goes two years after its month was settled, and what was called off and never
 * came two years after it was: by then a partner that reports it again is refused by its time.
 */
export class PartnersDropUsage1796700300002 implements MigrationInterface {
  readonly name = 'PartnersDropUsage1796700300002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function partners.lets_usage_go(e partners.usage_events) returns boolean
        language sql stable as $function$
          select coalesce((select p.closed_at from partners.periods p
              where p.cooperative_id = e.cooperative_id and p.id = e.period_id),
            case when e.retracted_event_id is not null then e.received_at end)
            < now() - interval '729 days'
        $function$;

      create or replace function partners.keep_usage_event() returns trigger
        language plpgsql as $function$
      begin
        if tg_op = 'DELETE' and partners.lets_usage_go(old) then
          return old;
        end if;
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
      end $function$;`);
    // Found by the months that were settled, which are few, and never by reading every event.
    await runner.query(`
      create function partners.drop_usage(tenant uuid, before timestamptz, at_most integer)
        returns setof uuid
        language sql security definer set search_path to 'pg_catalog' as $function$
          delete from partners.usage_events u using (
            select e.partner_id, e.source, e.event_id
            from partners.periods p join partners.usage_events e on e.period_id = p.id
            where tenant = platform.current_cooperative() and p.cooperative_id = tenant
              and e.cooperative_id = tenant and p.closed_at < before
            union all
            select r.partner_id, r.source, r.event_id
            from partners.partners a join partners.usage_events r
              on r.cooperative_id = tenant and r.partner_id = a.id and r.received_at < before
            where tenant = platform.current_cooperative() and a.cooperative_id = tenant
              and r.retracted_event_id is not null
              and r.period_id is null and not exists (select from partners.usage_events e
                where e.cooperative_id = tenant and e.partner_id = r.partner_id
                  and e.source = r.retracted_source and e.event_id = r.retracted_event_id)
            limit at_most) old
          where u.cooperative_id = tenant and u.partner_id = old.partner_id
            and u.source = old.source and u.event_id = old.event_id
          returning u.partner_id
        $function$;
      select platform.grant_function('partners.drop_usage(uuid, timestamptz, integer)');`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
