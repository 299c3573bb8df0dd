import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'payouts_by_return',
    table: 'payments.payouts',
    by: '(cooperative_id, return_transaction_id) where return_transaction_id is not null',
  },
];

/** Whom a line paid is asked of every line that is booked, also by what booked a return. */
export class PayoutsIndexReturns1796901100001 implements MigrationInterface {
  readonly name = 'PayoutsIndexReturns1796901100001';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
