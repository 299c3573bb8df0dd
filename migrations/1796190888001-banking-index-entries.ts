import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The lines of an entry: those that share its id, or the one that has none and is the entry. */
export class BankingIndexEntries1796190888001 implements MigrationInterface {
  readonly name = 'BankingIndexEntries1796190888001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index bank_lines_by_entry on payments.bank_lines
        (cooperative_id, coalesce(entry_id, id))`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
