import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Looks again, inside the transaction that acts, whether a member still has the standing and the
 * offices that their request was let in with, and keeps both until it ends: who ends a term or
 * changes a standing waits, or is waited for.
 */
export class MembershipCreateClaim1796190850001 implements MigrationInterface {
  readonly name = 'MembershipCreateClaim1796190850001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function membership.claim_actor(
        tenant uuid, member uuid, held_standing text, held_roles text[], at timestamptz)
      returns void language plpgsql set search_path to 'pg_catalog', 'pg_temp' as $$
      declare
        held integer;
      begin
        perform from membership.members m
          where m.cooperative_id = tenant and m.id = member and m.standing = held_standing
          for key share;
        if found and cardinality(held_roles) > 0 then
          select count(distinct term.role) into held from (
            select r.role from membership.role_terms r
            where r.cooperative_id = tenant and r.member_id = member
              and r.role = any (held_roles)
              and r.starts_at <= at and (r.ends_at is null or r.ends_at > at)
            for share) term;
          if held = cardinality(held_roles) then
            return;
          end if;
        elsif found then
          return;
        end if;
        raise exception 'Your standing or your offices changed meanwhile. Look again.'
          using errcode = 'P0001', detail = 'FORBIDDEN';
      end $$`);
    await runner.query(`select platform.grant_function(
      'membership.claim_actor(uuid, uuid, text, text[], timestamptz)')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
