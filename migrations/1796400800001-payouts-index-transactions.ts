import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'payouts_by_transaction',
    table: 'payments.payouts',
    by: '(cooperative_id, transaction_id) where transaction_id is not null',
  },
];

/** What a bank line settled is looked up for each page of lines: whether it may be undone. */
export class PayoutsIndexTransactions1796400800001 implements MigrationInterface {
  readonly name = 'PayoutsIndexTransactions1796400800001';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
