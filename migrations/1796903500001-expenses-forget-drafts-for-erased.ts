import type { MigrationInterface, QueryRunner } from 'typeorm';

const claims = `
  create or replace function expenses.is_forgotten_claim(e expenses.expenses) returns boolean
    language sql stable as $function$
      select e.status in ('draft', 'rejected', 'withdrawn') and not e.was_voted_on
        and num_nonnulls(e.proposal_id, e.transaction_id, e.payout_id) = 0
        and (membership.is_erased(e.cooperative_id, e.submitter_member_id)
          or e.status = 'draft' and e.submitted_at is null and e.payee_kind = 'member'
            and membership.is_erased(e.cooperative_id, e.payee_id))
    $function$;
`;

/** What somebody else only drafted for who was erased is no voucher: it goes with them. */
export class ExpensesForgetDraftsForErased1796903500001 implements MigrationInterface {
  readonly name = 'ExpensesForgetDraftsForErased1796903500001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(claims);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
