import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';

/** What a member used, in whatever month: who is erased is found among all that was ever used. */
export class PartnersIndexMembersUsage1796800600001 implements MigrationInterface {
  readonly name = 'PartnersIndexMembersUsage1796800600001';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, [
      {
        name: 'usage_events_of_member',
        table: 'partners.usage_events',
        by: '(cooperative_id, member_id)',
      },
    ]);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
