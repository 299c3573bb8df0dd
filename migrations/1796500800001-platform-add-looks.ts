import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who looked at what is another person's. A look stays as it is for two years: who looked answers
 * for it that long, and cannot take it back.
 */
export class PlatformAddLooks1796500800001 implements MigrationInterface {
  readonly name = 'PlatformAddLooks1796500800001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table platform.looks (
        id uuid not null constraint looks_pk primary key,
        cooperative_id uuid not null,
        member_id uuid not null,
        what text not null constraint looks_what_check check (what in
          ('invoice', 'credit', 'waiver', 'waiver-reason', 'bank-line', 'bank-details',
           'application-note', 'standing-note')),
        by_account_id uuid,
        by_member_id uuid,
        by_offices text[] not null,
        looked_at timestamptz not null,
        constraint looks_another_check check (by_member_id is distinct from member_id)
      );
      create index looks_by_member
        on platform.looks (cooperative_id, member_id, looked_at, id);
      create index looks_by_time on platform.looks (cooperative_id, looked_at);
      select platform.protect_tenant_table('platform.looks', 'SELECT, INSERT, DELETE');
      create function platform.keep_look() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and old.looked_at <= now() - interval '2 years' then
          return old;
        end if;
        raise exception 'a look stays on record for two years' using errcode = 'restrict_violation';
      end $$;
      create trigger keep_look before update or delete on platform.looks
        for each row execute function platform.keep_look();
      create trigger refuse_truncate before truncate on platform.looks
        for each statement execute function platform.refuse_change()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
