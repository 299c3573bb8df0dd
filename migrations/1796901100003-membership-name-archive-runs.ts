import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two runs that make the same archive write two files: the row names the one that it is about. */
export class MembershipNameArchiveRuns1796901100003 implements MigrationInterface {
  readonly name = 'MembershipNameArchiveRuns1796901100003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table membership.archives add column run_id uuid');
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
