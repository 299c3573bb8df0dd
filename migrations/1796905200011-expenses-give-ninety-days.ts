import type { MigrationInterface, QueryRunner } from 'typeorm';

// Whoever was told that they read it on had no ninety days by that.
const sinceNow = `
  alter table expenses.expenses add column words_kept_from timestamptz;
  update expenses.expenses set words_kept_from = now() where ended_at is not null;
`;

const forgets = `
  create or replace function expenses.forgets_texts(e expenses.expenses)
    returns boolean language sql stable as $function$
      select e.status in ('draft', 'rejected', 'withdrawn')
          and membership.is_erased(e.cooperative_id, e.submitter_member_id)
        or e.status in ('rejected', 'withdrawn') and e.payee_kind = 'member'
          and membership.is_erased(e.cooperative_id, e.payee_id)
        or e.status in ('rejected', 'withdrawn')
          and greatest(e.ended_at, e.words_kept_from) < now() - interval '88 days'
        or e.status in ('draft', 'rejected', 'withdrawn', 'paid', 'waived')
          and platform.is_over(e.cooperative_id, 'vouchers',
            coalesce(e.paid_at, e.waived_at, e.decided_at, e.created_at))
    $function$;
`;

/** Words of claims that ended before there was a term have all of it from now on. */
export class ExpensesGiveNinetyDays1796905200011 implements MigrationInterface {
  readonly name = 'ExpensesGiveNinetyDays1796905200011';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const step of [sinceNow, forgets]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
