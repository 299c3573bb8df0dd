import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * That somebody was erased is announced once, also where it is late. Who was erased long ago was
 * announced by the clock; of the last days it is said once more.
 */
export class PartnersAnnounceOnce1796901100002 implements MigrationInterface {
  readonly name = 'PartnersAnnounceOnce1796901100002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table partners.erasure_announcements (
        member_id uuid not null constraint erasure_announcements_pk primary key,
        cooperative_id uuid not null,
        told_on date
      );
      create index erasure_announcements_by_day
        on partners.erasure_announcements (cooperative_id, told_on);
      select platform.protect_tenant_table('partners.erasure_announcements', 'SELECT, INSERT');
      create trigger tell_erasure before update or delete on partners.erasure_announcements
        for each row execute function partners.tell_erased_user();
      create trigger refuse_truncate before truncate on partners.erasure_announcements
        for each statement execute function platform.refuse_change();
      insert into partners.erasure_announcements (member_id, cooperative_id)
        select member_id, cooperative_id from membership.erasures
        where erased_at > now() - interval '3 days'`);
    await runner.query(`
      do $block$ begin
        execute format('grant update (told_on) on partners.erasure_announcements to %I',
          current_setting('rochdale.app_role'));
      end $block$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
