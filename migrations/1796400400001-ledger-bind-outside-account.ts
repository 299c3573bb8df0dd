import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The account that an outside fact is of is one of the same co-operative's. */
const bind = `
  ALTER TABLE ledger.accounts
    ADD CONSTRAINT ledger_accounts_tenant_unique UNIQUE (id, cooperative_id);
  ALTER TABLE ledger.transactions
    ADD CONSTRAINT transactions_outside_account_fk
      FOREIGN KEY (outside_account_id, cooperative_id)
      REFERENCES ledger.accounts (id, cooperative_id);
`;

export class LedgerBindOutsideAccount1796400400001 implements MigrationInterface {
  readonly name = 'LedgerBindOutsideAccount1796400400001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(bind);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
