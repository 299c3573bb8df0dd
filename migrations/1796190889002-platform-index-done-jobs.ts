import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Done jobs are forgotten by when they ended, and looked for every second. */
export class PlatformIndexDoneJobs1796190889002 implements MigrationInterface {
  readonly name = 'PlatformIndexDoneJobs1796190889002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index jobs_done on platform.jobs (finished_at) where status = 'done'`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
