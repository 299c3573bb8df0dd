import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who forgets a member waits for reports that began before the member was erased; none that begins
 * later names them. The lock is given back at once, with the block that took it: reports do not
 * wait for the forgetting.
 */
export class PartnersAwaitReports1796900200002 implements MigrationInterface {
  readonly name = 'PartnersAwaitReports1796900200002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function partners.await_reports(tenant uuid) returns void
        language plpgsql set search_path to 'pg_catalog' as $function$
        begin
          perform pg_advisory_xact_lock(
            hashtextextended('partners.reports ' || tenant::text, 0));
          raise exception 'they are over' using errcode = 'PRLBK';
        exception when sqlstate 'PRLBK' then
          null;
        end $function$;
      select platform.grant_function('partners.await_reports(uuid)');`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
