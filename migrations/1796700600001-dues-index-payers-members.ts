import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'payments_by_payer',
    table: 'dues.payments',
    by: '(cooperative_id, payer_fingerprint, member_id)',
    replaces: true,
  },
];

/** For whom an account paid is found from member to member, however often it paid. */
export class DuesIndexPayersMembers1796700600001 implements MigrationInterface {
  readonly name = 'DuesIndexPayersMembers1796700600001';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
