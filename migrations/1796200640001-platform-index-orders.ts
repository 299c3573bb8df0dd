import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'expenses_by_amount',
    table: 'expenses.expenses',
    by: `(cooperative_id, currency, amount_minor, id)`,
  },
  {
    name: 'expenses_by_amount_of_status',
    table: 'expenses.expenses',
    by: `(cooperative_id, status, currency, amount_minor, id)`,
  },
  {
    name: 'payouts_by_amount',
    table: 'payments.payouts',
    by: `(cooperative_id, currency, amount_minor, id)`,
  },
  {
    name: 'payouts_by_amount_of_state',
    table: 'payments.payouts',
    by: `(cooperative_id, state, currency, amount_minor, id)`,
  },
  {
    name: 'bank_lines_by_amount',
    table: 'payments.bank_lines',
    by: `(cooperative_id, currency, amount_minor, id)`,
  },
  {
    name: 'bank_lines_by_amount_of_state',
    table: 'payments.bank_lines',
    by: `(cooperative_id, state, currency, amount_minor, id)`,
  },
  {
    name: 'bank_lines_by_amount_of_account',
    table: 'payments.bank_lines',
    by: `(cooperative_id, bank_account_id, currency, amount_minor, id)`,
  },
  { name: 'invoices_by_due_day', table: 'dues.invoices', by: `(cooperative_id, due_on, number)` },
  {
    name: 'invoices_by_due_day_of_state',
    table: 'dues.invoices',
    by: `(cooperative_id, state, due_on, number)`,
  },
  {
    name: 'invoices_by_due_day_of_member',
    table: 'dues.invoices',
    by: `(cooperative_id, member_id, due_on, number)`,
  },
  {
    name: 'proposals_by_closing',
    table: 'governance.proposals',
    by: `(cooperative_id, closes_at, id) where closes_at is not null`,
  },
  {
    name: 'proposals_public_by_closing',
    table: 'governance.proposals',
    by: `(cooperative_id, closes_at, id)
      where closes_at is not null and visibility = 'public' and outcome is not null`,
  },
  {
    name: 'proposals_due',
    table: 'governance.proposals',
    by: `(cooperative_id, state, closes_at, id)`,
    replaces: true,
  },
];

/** What lists can be ordered by has an index, and one with each filter that goes with it. */
export class PlatformIndexOrders1796200640001 implements MigrationInterface {
  readonly name = 'PlatformIndexOrders1796200640001';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
