import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'bank_lines_by_counterparty',
    table: 'payments.bank_lines',
    by: '(cooperative_id, counterparty_account) where counterparty_account is not null',
  },
];

/** The lines of an account on the other side: a person's are handed over to them, or locked. */
export class BankingIndexCounterparties1796900600003 implements MigrationInterface {
  readonly name = 'BankingIndexCounterparties1796900600003';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
