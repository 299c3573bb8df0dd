import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What whoever puts a file in says of it, and how treasurers read the CSV of their banks. */
export class BankingAddCsvProfiles1796190860001 implements MigrationInterface {
  readonly name = 'BankingAddCsvProfiles1796190860001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payments.statement_files
        add column bank_account_id uuid
          constraint statement_files_account_fk references payments.bank_accounts (id),
        add column month_first boolean;
      create table payments.csv_profiles (
        id uuid not null constraint csv_profiles_pk primary key,
        cooperative_id uuid not null,
        name text not null constraint csv_profiles_name_check
          check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(name) <= 60),
        mapping jsonb not null,
        month_first boolean not null default false,
        saved_by_account_id uuid,
        saved_at timestamptz not null,
        constraint csv_profiles_name_unique unique (cooperative_id, name)
      );
      select platform.protect_tenant_table('payments.csv_profiles',
        'SELECT, INSERT, UPDATE, DELETE')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
