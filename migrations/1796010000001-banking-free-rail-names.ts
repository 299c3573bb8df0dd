import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which rails there are is known to those who carry transfers out, and checked when an account is
 * registered. The table only sees to it that a name is one.
 */
export class BankingFreeRailNames1796010000001 implements MigrationInterface {
  readonly name = 'BankingFreeRailNames1796010000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payments.bank_accounts
        drop constraint bank_accounts_rail_known,
        add constraint bank_accounts_rail_check check (rail ~ '^[a-z][a-z0-9-]*$')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
