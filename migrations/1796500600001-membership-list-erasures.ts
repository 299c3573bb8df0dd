import type { MigrationInterface, QueryRunner } from 'typeorm';

const step1 = `
      create table membership.erasures (
        member_id uuid not null,
        cooperative_id uuid not null,
        account_id uuid,
        erased_at timestamptz not null,
        constraint erasures_pk primary key (member_id)
      );
      create index erasures_by_time on membership.erasures (cooperative_id, erased_at, member_id);
      select platform.protect_tenant_table('membership.erasures', 'SELECT, INSERT');
      select platform.make_append_only('membership.erasures');

      create function membership.is_erased(cooperative uuid, member uuid) returns boolean
        language sql stable set search_path to 'pg_catalog' as $function$
          select exists (select from membership.erasures e
            where e.cooperative_id = cooperative and e.member_id = member)
        $function$;
`;

const step2 = `
      insert into membership.erasures (member_id, cooperative_id, erased_at)
        select id, cooperative_id, erased_at from membership.members where erased_at is not null;
      insert into platform.jobs
        (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
        select gen_random_uuid(), cooperative_id, 'membership.forget-member',
          'erased ' || member_id,
          jsonb_build_object('cooperativeId', cooperative_id, 'memberId', member_id), 8,
          now(), now()
        from membership.erasures;
`;

/**
 * Who was erased is listed by ids, append-only, so that a restored back-up erases them again. Those
 * erased before are listed too, and every room forgets them from the next start on.
 */
export class MembershipListErasures1796500600001 implements MigrationInterface {
  readonly name = 'MembershipListErasures1796500600001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [step1, step2]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
