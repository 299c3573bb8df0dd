import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is erased with their account may have asked for archives in other co-operatives, also in such
 * as they never belonged to: all of them end. Nothing ends of an account that is there, and who
 * acts in a co-operative is not told in which others there were some: the worker is, whose sweeps
 * take the bytes.
 */
export class MembershipEndArchivesEverywhere1796901700001 implements MigrationInterface {
  readonly name = 'MembershipEndArchivesEverywhere1796901700001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index archives_of_account on membership.archives (account_id);
      create function membership.end_archives_of_account(
        account uuid, at timestamptz, long_ago timestamptz) returns setof uuid
        language plpgsql security definer set search_path to 'pg_catalog', 'pg_temp' as $function$
          begin
            perform from identity.accounts a where a.id = account and a.erased_at is not null;
            if not found then
              return;
            end if;
            update membership.archives r
              set state = case r.state when 'ready' then 'over' when 'asked' then 'failed'
                  else r.state end,
                ended_at = case r.state when 'asked' then at else long_ago end,
                ticket_hash = null, ticket_until = null, swept_at = null
              where r.account_id = account and r.state <> 'failed';
            if platform.current_cooperative() is null then
              return query select distinct r.cooperative_id from membership.archives r
                where r.account_id = account;
            end if;
          end $function$;
      select platform.grant_function(
        'membership.end_archives_of_account(uuid, timestamptz, timestamptz)');`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
