import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where its payee is to be paid is part of what is approved of an expense. What was handed in
 * before has no destination: its fingerprint stays, and it goes where the payee has said when it
 * is approved, as it did.
 */
export class ExpensesAddDestination1796200410001 implements MigrationInterface {
  readonly name = 'ExpensesAddDestination1796200410001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table expenses.expenses
        add column destination_id uuid,
        add column destination_masked text,
        add constraint expenses_destination_whole
          check (num_nonnulls(destination_id, destination_masked) <> 1)`);
    await runner.query(`
      create or replace function expenses.guard_destination() returns trigger
      language plpgsql as $$
      begin
        raise exception 'where a decided expense is paid was approved'
          using errcode = 'restrict_violation';
      end $$`);
    await runner.query(`
      create trigger guard_destination
        before update of destination_id, destination_masked on expenses.expenses
        for each row when (
          old.status not in ('draft', 'submitted', 'needs-information')
          and (old.destination_id, old.destination_masked)
            is distinct from (new.destination_id, new.destination_masked))
        execute function expenses.guard_destination()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
