import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'bank_lines_by_entry',
    table: 'payments.bank_lines',
    by: `(cooperative_id, coalesce(entry_id, id))`,
  },
];

/** The lines of an entry: those that share its id, or the one that has none and is the entry. */
export class BankingIndexEntries1796190888001 implements MigrationInterface {
  readonly name = 'BankingIndexEntries1796190888001';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
