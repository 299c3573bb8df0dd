import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'jobs_lanes',
    table: 'platform.jobs',
    by: `(
      name, coalesce(cooperative_id, '00000000-0000-0000-0000-000000000000'::uuid), run_at, id)
      where status = 'queued'`,
  },
];

/** What waits, by whose turn it is: each name and each co-operative is a lane of its own. */
export class PlatformIndexLanes1796030000004 implements MigrationInterface {
  readonly name = 'PlatformIndexLanes1796030000004';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
