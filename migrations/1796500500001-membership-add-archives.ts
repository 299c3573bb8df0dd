import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What persons asked for of what is kept about them: one at a time, fetched once, for a while. */
export class MembershipAddArchives1796500500001 implements MigrationInterface {
  readonly name = 'MembershipAddArchives1796500500001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table membership.archives (
        id uuid not null constraint archives_pk primary key,
        cooperative_id uuid not null,
        account_id uuid not null,
        state text not null constraint archives_state_check
          check (state in ('asked', 'ready', 'fetched', 'over', 'failed')),
        asked_at timestamptz not null,
        ready_at timestamptz,
        kept_until timestamptz,
        size_bytes bigint,
        ticket_hash text,
        ticket_until timestamptz,
        ended_at timestamptz,
        constraint archives_ready_check
          check (state <> 'ready' or (ready_at is not null and size_bytes > 0)),
        constraint archives_kept_check check ((ready_at is null) = (kept_until is null)),
        constraint archives_ticket_check check ((ticket_hash is null) = (ticket_until is null)),
        constraint archives_ended_check
          check ((state in ('fetched', 'over', 'failed')) = (ended_at is not null))
      );
      create unique index archives_open_unique on membership.archives (cooperative_id, account_id)
        where state in ('asked', 'ready');
      create index archives_by_account
        on membership.archives (cooperative_id, account_id, asked_at, id);
      select platform.protect_tenant_table(
        'membership.archives', 'SELECT, INSERT, UPDATE, DELETE')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
