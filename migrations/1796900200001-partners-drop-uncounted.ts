import type { MigrationInterface, QueryRunner } from 'typeorm';

// Who is erased later is told to those who reported them, also when what they reported went before.
const pastUsers = `
      create table partners.past_users (
        cooperative_id uuid not null,
        member_id uuid not null,
        partner_id uuid not null,
        constraint past_users_pk primary key (cooperative_id, member_id, partner_id)
      );
      select platform.protect_tenant_table('partners.past_users', 'SELECT, DELETE');`;

const letGo = `
      create or replace function partners.lets_usage_go(e partners.usage_events) returns boolean
        language sql stable as $function$
          select case when e.period_id is null then e.received_at
              else (select p.closed_at from partners.periods p
                where p.cooperative_id = e.cooperative_id and p.id = e.period_id) end
            < now() - interval '729 days'
        $function$;`;

// A month that is being closed is waited for: half of what waits would count without the other.
// What no month counted is found by its own time, which is a day ahead of its receipt at most.
// A retraction goes after its event, which would count without it. All is looked up by keys,
// whatever the statistics say.
const drop = `
      drop function partners.drop_usage(uuid, timestamptz, integer);
      create function partners.drop_usage(tenant uuid, before timestamptz, at_most integer)
        returns setof uuid
        language plpgsql security definer set search_path to 'pg_catalog'
        set enable_seqscan to off set enable_hashjoin to off set enable_mergejoin to off
        set plan_cache_mode to force_custom_plan as $function$
        begin
          if tenant is distinct from platform.current_cooperative() then
            return;
          end if;
          perform pg_advisory_xact_lock(
            hashtextextended('partners.periods ' || tenant::text, 0));
          return query with gone as (
            delete from partners.usage_events u using (
              select e.partner_id, e.source, e.event_id
              from partners.periods p join partners.usage_events e on e.period_id = p.id
              where p.cooperative_id = tenant and e.cooperative_id = tenant
                and p.closed_at < before
              union all
              select e.partner_id, e.source, e.event_id from partners.usage_events e
              where e.cooperative_id = tenant and e.period_id is null
                and e.occurred_at < before + interval '1 day' and e.received_at < before
                and (e.retracted_event_id is null or not exists (
                  select from partners.usage_events o where o.cooperative_id = tenant
                    and o.partner_id = e.partner_id and o.source = e.retracted_source
                    and o.event_id = e.retracted_event_id))
              limit at_most) old
            where u.cooperative_id = tenant and u.partner_id = old.partner_id
              and u.source = old.source and u.event_id = old.event_id
            returning u.partner_id, u.member_id
          ), known as (
            insert into partners.past_users (cooperative_id, member_id, partner_id)
              select distinct tenant, g.member_id, g.partner_id from gone g
              where g.member_id is not null and not exists (select from partners.erased_users t
                where t.cooperative_id = tenant and t.partner_id = g.partner_id
                  and t.member_id = g.member_id)
              on conflict do nothing
          )
          select g.partner_id from gone g;
        end $function$;
      select platform.grant_function('partners.drop_usage(uuid, timestamptz, integer)');`;

/** What no month ever counted goes two years after it was received. */
export class PartnersDropUncounted1796900200001 implements MigrationInterface {
  readonly name = 'PartnersDropUncounted1796900200001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [pastUsers, letGo, drop]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
