import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What waits, by whose turn it is: each name and each co-operative is a lane of its own. */
export class PlatformIndexLanes1796030000004 implements MigrationInterface {
  readonly name = 'PlatformIndexLanes1796030000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index jobs_lanes on platform.jobs (
        name, coalesce(cooperative_id, '00000000-0000-0000-0000-000000000000'::uuid), run_at, id)
        where status = 'queued'`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
