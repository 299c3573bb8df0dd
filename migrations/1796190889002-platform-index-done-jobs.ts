import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  { name: 'jobs_done', table: 'platform.jobs', by: `(finished_at) where status = 'done'` },
];

/** Done jobs are forgotten by when they ended, and looked for every second. */
export class PlatformIndexDoneJobs1796190889002 implements MigrationInterface {
  readonly name = 'PlatformIndexDoneJobs1796190889002';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
