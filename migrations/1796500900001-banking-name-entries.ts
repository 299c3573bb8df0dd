import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each bank line says which entry it is of, also where it is one of its own. Two columns to choose
 * from were an expression, and row-level security looks nothing up by one: every statement that was
 * taken in, and every page of lines, read the lines of all years.
 */
export class BankingNameEntries1796500900001 implements MigrationInterface {
  readonly name = 'BankingNameEntries1796500900001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payments.bank_lines disable trigger keep_bank_line;
      update payments.bank_lines set entry_id = id where entry_id is null;
      alter table payments.bank_lines enable trigger keep_bank_line;
      alter table payments.bank_lines alter column entry_id set not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
