import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

/** What hangs on a row of a list is found by that row. */
const indexes: readonly NewIndex[] = [
  {
    name: 'applications_by_member',
    table: 'membership.applications',
    by: `(cooperative_id, member_id, applied_at, id)`,
  },
  {
    name: 'approvals_by_expense',
    table: 'expenses.approvals',
    by: `(expense_id, approved_at, id)`,
  },
  {
    name: 'bank_statements_by_file',
    table: 'payments.bank_statements',
    by: `(cooperative_id, file_id, id)`,
  },
  {
    name: 'proposals_public_by_policy',
    table: 'governance.proposals',
    by: `(cooperative_id, policy_id, created_at, id)
      where visibility = 'public' and outcome is not null`,
  },
];

export class PlatformIndexChildren1796060000003 implements MigrationInterface {
  readonly name = 'PlatformIndexChildren1796060000003';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
