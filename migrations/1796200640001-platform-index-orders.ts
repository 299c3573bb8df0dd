import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lists can be ordered by has an index, and one with each filter that goes with it. */
export class PlatformIndexOrders1796200640001 implements MigrationInterface {
  readonly name = 'PlatformIndexOrders1796200640001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index expenses_by_amount on expenses.expenses
        (cooperative_id, currency, amount_minor, id);
      create index expenses_by_amount_of_status on expenses.expenses
        (cooperative_id, status, currency, amount_minor, id);
      create index payouts_by_amount on payments.payouts
        (cooperative_id, currency, amount_minor, id);
      create index payouts_by_amount_of_state on payments.payouts
        (cooperative_id, state, currency, amount_minor, id);
      create index bank_lines_by_amount on payments.bank_lines
        (cooperative_id, currency, amount_minor, id);
      create index bank_lines_by_amount_of_state on payments.bank_lines
        (cooperative_id, state, currency, amount_minor, id);
      create index bank_lines_by_amount_of_account on payments.bank_lines
        (cooperative_id, bank_account_id, currency, amount_minor, id);
      create index invoices_by_due_day on dues.invoices (cooperative_id, due_on, number);
      create index invoices_by_due_day_of_state on dues.invoices
        (cooperative_id, state, due_on, number);
      create index invoices_by_due_day_of_member on dues.invoices
        (cooperative_id, member_id, due_on, number);
      create index proposals_by_closing on governance.proposals (cooperative_id, closes_at, id)
        where closes_at is not null;
      create index proposals_public_by_closing on governance.proposals
        (cooperative_id, closes_at, id)
        where closes_at is not null and visibility = 'public' and outcome is not null;
      drop index governance.proposals_due;
      create index proposals_due on governance.proposals (cooperative_id, state, closes_at, id);
      create index members_by_name on membership.members
        (cooperative_id, standing, left(lower(display_name), 50), id)`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
