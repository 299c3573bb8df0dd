import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'bank_lines_by_entry',
    table: 'payments.bank_lines',
    by: '(cooperative_id, entry_id)',
    replaces: true,
  },
];

/** The lines of an entry, by a column that is looked up under row-level security too. */
export class BankingIndexNamedEntries1796500900002 implements MigrationInterface {
  readonly name = 'BankingIndexNamedEntries1796500900002';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
