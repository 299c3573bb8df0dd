import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Events are looked for by their period once they are in one. Those that just came are in none: an
 * index that leaves them out has nothing to write while they are taken in.
 */
export class PartnersIndexCountedUsage1796050000001 implements MigrationInterface {
  readonly name = 'PartnersIndexCountedUsage1796050000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index partners.usage_events_by_period;
      create index usage_events_by_period on partners.usage_events (period_id, partner_id)
        where period_id is not null`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
