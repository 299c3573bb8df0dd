import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'members_by_name',
    table: 'membership.members',
    by: `(cooperative_id, standing, name_key, id)`,
  },
];

/** Members of a standing by their names, in the order of what is kept of those. */
export class MembershipIndexNames1796300400002 implements MigrationInterface {
  readonly name = 'MembershipIndexNames1796300400002';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
