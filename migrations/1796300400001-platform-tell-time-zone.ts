import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where a co-operative is: its days are those of its clocks, in rooms below the one that keeps
 * co-operatives as well. Row-level security shows nobody another one's.
 */
export class PlatformTellTimeZone1796300400001 implements MigrationInterface {
  readonly name = 'PlatformTellTimeZone1796300400001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function platform.time_zone(tenant uuid) returns text
      language sql stable set search_path to 'pg_catalog' as $$
        select c.time_zone from membership.cooperatives c where c.id = tenant
      $$`);
    await runner.query(`select platform.grant_function('platform.time_zone(uuid)')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
