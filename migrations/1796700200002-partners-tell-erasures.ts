import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A partner is told who was erased of those whom it reported, by its own id of them. */
export class PartnersTellErasures1796700200002 implements MigrationInterface {
  readonly name = 'PartnersTellErasures1796700200002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table partners.erased_users (
        id uuid not null constraint erased_users_pk primary key,
        cooperative_id uuid not null,
        partner_id uuid not null,
        member_id uuid not null,
        told_at timestamptz not null,
        constraint erased_users_once_unique unique (cooperative_id, partner_id, member_id),
        constraint erased_users_partner_fk foreign key (partner_id)
          references partners.partners (id)
      );
      create index erased_users_by_time
        on partners.erased_users (cooperative_id, partner_id, told_at, id);
      select platform.protect_tenant_table('partners.erased_users', 'SELECT, INSERT');
      select platform.make_append_only('partners.erased_users');
      insert into partners.erased_users (id, cooperative_id, partner_id, member_id, told_at)
        select gen_random_uuid(), e.cooperative_id, u.partner_id, e.member_id, now()
        from membership.erasures e join lateral (select distinct partner_id
          from partners.usage_events u
          where u.cooperative_id = e.cooperative_id and u.member_id = e.member_id) u on true`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
