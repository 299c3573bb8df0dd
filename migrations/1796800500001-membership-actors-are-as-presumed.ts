import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whether an account would be made out the same now: in that co-operative, as that member, with
 * that standing and those offices. A function, since what is asked in the message that opens a read
 * is planned each time.
 */
export class MembershipActorsAreAsPresumed1796800500001 implements MigrationInterface {
  readonly name = 'MembershipActorsAreAsPresumed1796800500001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function membership.is_same_actor(account uuid, selector text,
        at timestamptz, tenant uuid, member uuid, held_standing text, admitted boolean,
        held_roles text[])
      returns boolean language plpgsql stable security definer
      set search_path to 'pg_catalog', 'pg_temp' as $$
      declare
        found_now record;
      begin
        select * into found_now from membership.resolve_actor(account, selector, at);
        return (found_now.cooperative_id, found_now.member_id, found_now.standing,
                found_now.was_admitted)
               is not distinct from (tenant, member, held_standing, admitted)
           and found_now.roles @> held_roles and found_now.roles <@ held_roles;
      end $$`);
    const signature = 'uuid, text, timestamptz, uuid, uuid, text, boolean, text[]';
    await runner.query(`select platform.grant_function('membership.is_same_actor(${signature})')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
