import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropIndexes, makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'jobs_ended',
    table: 'platform.jobs',
    by: `(finished_at) where status in ('done', 'dead')`,
  },
];

/** Dead letters are forgotten by when they ended, as done jobs are. */
export class PlatformIndexEndedJobs1796600400001 implements MigrationInterface {
  readonly name = 'PlatformIndexEndedJobs1796600400001';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
    await dropIndexes(runner, ['platform.jobs_done']);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
