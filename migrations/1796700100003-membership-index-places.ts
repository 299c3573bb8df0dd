import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'members_by_place_outside',
    table: 'membership.members',
    by: '(cooperative_id, standing, place_outside, id)',
  },
  {
    name: 'members_by_place_inside',
    table: 'membership.members',
    by: '(cooperative_id, standing, place_inside, id)',
  },
];

/** Members of a standing by their places. */
export class MembershipIndexPlaces1796700100003 implements MigrationInterface {
  readonly name = 'MembershipIndexPlaces1796700100003';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
