import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What of a shared line went to an account beside invoices: a gift beside the dues. */
export class DuesAddAccountParts1796300200001 implements MigrationInterface {
  readonly name = 'DuesAddAccountParts1796300200001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table dues.account_parts (
        id uuid not null constraint account_parts_pk primary key,
        cooperative_id uuid not null,
        account_id uuid not null,
        kind text not null constraint account_parts_kind_check
          check (kind in ('line', 'return', 'undo')),
        bank_line_id uuid not null,
        returns_line_id uuid,
        amount_minor bigint not null constraint account_parts_amount_check
          check (amount_minor <> 0),
        currency text not null,
        transaction_id uuid not null,
        recorded_at timestamptz not null,
        constraint account_parts_returns_check
          check (returns_line_id is null or kind in ('return', 'undo'))
      );
      create index account_parts_by_line on dues.account_parts (cooperative_id, bank_line_id);
      create index account_parts_by_returned_line
        on dues.account_parts (cooperative_id, returns_line_id) where returns_line_id is not null;
      select platform.protect_tenant_table('dues.account_parts', 'SELECT, INSERT');
      select platform.make_append_only('dues.account_parts')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
