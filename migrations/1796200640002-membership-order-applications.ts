import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropIndexes, makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'applications_by_state',
    table: 'membership.applications',
    by: `(cooperative_id, state, applied_at, id)`,
    replaces: true,
  },
  {
    name: 'applications_by_time',
    table: 'membership.applications',
    by: `(cooperative_id, applied_at, id)`,
  },
];

/** Applications are listed by the time at which they were made, which a list is narrowed by. */
export class MembershipOrderApplications1796200640002 implements MigrationInterface {
  readonly name = 'MembershipOrderApplications1796200640002';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
    await dropIndexes(runner, ['membership.applications_by_id']);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
