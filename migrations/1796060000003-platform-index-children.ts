import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What hangs on a row of a list is found by that row. */
const children = `
  create index applications_by_member
    on membership.applications (cooperative_id, member_id, applied_at, id);
  create index approvals_by_expense on expenses.approvals (expense_id, approved_at, id);
  create index bank_statements_by_file on payments.bank_statements (cooperative_id, file_id, id);
  create index proposals_public_by_policy
    on governance.proposals (cooperative_id, policy_id, created_at, id)
    where visibility = 'public' and outcome is not null;
`;

export class PlatformIndexChildren1796060000003 implements MigrationInterface {
  readonly name = 'PlatformIndexChildren1796060000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(children);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
