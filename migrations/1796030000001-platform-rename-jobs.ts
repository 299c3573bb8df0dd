import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Jobs are called after the room that carries them out; what waits keeps its place. */
export class PlatformRenameJobs1796030000001 implements MigrationInterface {
  readonly name = 'PlatformRenameJobs1796030000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update platform.jobs set name = 'letters.deliver-letter'
        where name = 'notifications.deliver-letter';
      update platform.jobs set name = 'webhooks.deliver-webhook'
        where name = 'notifications.deliver-webhook'`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
