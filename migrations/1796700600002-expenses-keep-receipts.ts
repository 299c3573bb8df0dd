import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'items_by_receipt',
    table: 'expenses.items',
    by: '(cooperative_id, receipt_id) where (receipt_id is not null)',
  },
];

/** The receipt of what was handed in stays as long as the claim shows it. */
export class ExpensesKeepReceipts1796700600002 implements MigrationInterface {
  readonly name = 'ExpensesKeepReceipts1796700600002';
  readonly transaction = false;

  /** In steps that may be taken again: a process that dies between them leaves those behind it. */
  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
    await runner.query(`
      create or replace function expenses.keep_receipt() returns trigger language plpgsql as $$
        begin
          if exists (
            select from expenses.items i
            join expenses.expenses e
              on e.cooperative_id = i.cooperative_id and e.id = i.expense_id
            where i.cooperative_id = old.cooperative_id and i.receipt_id = old.id
              and e.status not in ('draft', 'rejected', 'withdrawn'))
          then
            raise exception 'the receipt of a claim stays as long as the claim shows it'
              using errcode = 'restrict_violation';
          end if;
          return old;
        end $$`);
    await runner.query(`
      create or replace trigger keep_receipt before delete on platform.attachments
        for each row execute function expenses.keep_receipt()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
