import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'payouts_by_payee',
    table: 'payments.payouts',
    by: `(cooperative_id, payee_id, requested_at, id)`,
  },
  {
    name: 'payment_files_by_account',
    table: 'payments.payment_files',
    by: `(cooperative_id, bank_account_id, ordered_at, id)`,
  },
  {
    name: 'expenses_by_payee',
    table: 'expenses.expenses',
    by: `(cooperative_id, payee_id, created_at, id)`,
  },
  {
    name: 'proposals_by_proposer',
    table: 'governance.proposals',
    by: `(cooperative_id, proposer_member_id, created_at, id)`,
  },
  { name: 'invoices_by_plan', table: 'dues.invoices', by: `(cooperative_id, plan_id, number)` },
  { name: 'invoices_by_time', table: 'dues.invoices', by: `(cooperative_id, issued_at, number)` },
  {
    name: 'statements_by_state',
    table: 'partners.statements',
    by: `(cooperative_id, state, created_at, id)`,
  },
  {
    name: 'facts_by_member',
    table: 'platform.facts',
    by: `(cooperative_id, member_id, position) where member_id is not null`,
  },
  { name: 'facts_by_time', table: 'platform.facts', by: `(cooperative_id, occurred_at, position)` },
];

/** What lists can be filtered by has an index, in the order of its list. */
export class PlatformIndexFilters1796190870002 implements MigrationInterface {
  readonly name = 'PlatformIndexFilters1796190870002';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
