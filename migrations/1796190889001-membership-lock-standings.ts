import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A member's writes hold one shared lock until they end, instead of locks on rows: who takes
 * something away asks for the same lock alone, and those who come later wait behind them. What a
 * member was given meanwhile stands in no write's way: only what was taken refuses it.
 */
export class MembershipLockStandings1796190889001 implements MigrationInterface {
  readonly name = 'MembershipLockStandings1796190889001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function membership.standing_lock(tenant uuid, member uuid) returns bigint
      language sql immutable parallel safe as $$
        select pg_catalog.hashtextextended(tenant::text || ' ' || member::text, 8900)
      $$`);
    await runner.query(`
      create or replace function membership.claim_actor(
        tenant uuid, member uuid, held_standing text, held_roles text[], at timestamptz)
      returns void language plpgsql set search_path to 'pg_catalog', 'pg_temp' as $$
      declare
        held integer := 0;
      begin
        perform pg_advisory_xact_lock_shared(membership.standing_lock(tenant, member));
        perform from membership.members m
          where m.cooperative_id = tenant and m.id = member
            and m.standing in (held_standing, 'active');
        if found and cardinality(held_roles) > 0 then
          select count(distinct r.role) into held from membership.role_terms r
            where r.cooperative_id = tenant and r.member_id = member
              and r.role = any (held_roles)
              and r.starts_at <= at and (r.ends_at is null or r.ends_at > at);
        end if;
        if not found or held < cardinality(held_roles) then
          raise exception 'Your standing or your offices changed meanwhile. Look again.'
            using errcode = 'P0001', detail = 'FORBIDDEN';
        end if;
      end $$`);
    await runner.query(`select platform.grant_function('membership.standing_lock(uuid, uuid)')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
