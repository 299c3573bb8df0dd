import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An archive that was asked for in the moment in which its account was erased was kept as failed,
 * with the account's id, until two sweeps had seen it. Nobody asks what became of it: it goes at
 * once, and what a run writes of it late has no row, so that it is nobody's, and swept.
 */
export class MembershipDropUnmadeArchives1796902000001 implements MigrationInterface {
  readonly name = 'MembershipDropUnmadeArchives1796902000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function membership.end_archives_of_account(
        account uuid, at timestamptz, long_ago timestamptz) returns setof uuid
        language plpgsql security definer set search_path to 'pg_catalog', 'pg_temp' as $function$
          declare
            places uuid[];
          begin
            perform from identity.accounts a where a.id = account and a.erased_at is not null;
            if not found then
              return;
            end if;
            select array_agg(distinct r.cooperative_id) into places
              from membership.archives r where r.account_id = account;
            delete from membership.archives r
              where r.account_id = account and r.state in ('asked', 'failed');
            update membership.archives r
              set state = case r.state when 'ready' then 'over' else r.state end,
                ended_at = long_ago, ticket_hash = null, ticket_until = null, swept_at = null
              where r.account_id = account;
            if platform.current_cooperative() is null then
              return query select unnest(places);
            end if;
          end $function$;
      delete from membership.archives r using identity.accounts a
        where a.id = r.account_id and a.erased_at is not null and r.state = 'failed';`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
