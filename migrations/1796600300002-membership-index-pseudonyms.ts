import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'members_by_pseudonym',
    table: 'membership.members',
    by: `(cooperative_id, standing, pseudonym_key, id) where pseudonym_key is not null`,
  },
];

/** Members of a standing by their pseudonyms, which stand among names. */
export class MembershipIndexPseudonyms1796600300002 implements MigrationInterface {
  readonly name = 'MembershipIndexPseudonyms1796600300002';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
