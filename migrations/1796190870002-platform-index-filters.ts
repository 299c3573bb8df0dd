import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lists can be filtered by has an index, in the order of its list. */
export class PlatformIndexFilters1796190870002 implements MigrationInterface {
  readonly name = 'PlatformIndexFilters1796190870002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index payouts_by_payee on payments.payouts
        (cooperative_id, payee_id, requested_at, id);
      create index payment_files_by_account on payments.payment_files
        (cooperative_id, bank_account_id, ordered_at, id);
      create index expenses_by_payee on expenses.expenses
        (cooperative_id, payee_id, created_at, id);
      create index proposals_by_proposer on governance.proposals
        (cooperative_id, proposer_member_id, created_at, id);
      create index invoices_by_plan on dues.invoices (cooperative_id, plan_id, number);
      create index invoices_by_time on dues.invoices (cooperative_id, issued_at, number);
      create index statements_by_state on partners.statements
        (cooperative_id, state, created_at, id);
      create index facts_by_member on platform.facts (cooperative_id, member_id, position)
        where member_id is not null;
      create index facts_by_time on platform.facts (cooperative_id, occurred_at, position)`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
