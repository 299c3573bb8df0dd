import type { MigrationInterface, QueryRunner } from 'typeorm';

// What was never owed is kept by no law: it goes with whom it was about, whoever wrote it.
const texts = `
  create or replace function expenses.forgets_texts(e expenses.expenses) returns boolean
    language sql stable as $function$
      select e.status in ('draft', 'rejected', 'withdrawn')
          and membership.is_erased(e.cooperative_id, e.submitter_member_id)
        or e.status in ('rejected', 'withdrawn') and e.payee_kind = 'member'
          and membership.is_erased(e.cooperative_id, e.payee_id)
        or e.status in ('draft', 'rejected', 'withdrawn', 'paid', 'waived')
          and platform.is_over(e.cooperative_id, 'vouchers',
            coalesce(e.paid_at, e.waived_at, e.decided_at, e.created_at))
    $function$;
`;

// The member is locked by whoever approves: an erasure comes before, and is seen here, or after,
// and finds what is owed.
const approval = `
  create function expenses.refuse_debt_to_erased() returns trigger
    language plpgsql as $function$
      begin
        if membership.is_erased(new.cooperative_id, new.payee_id) then
          raise exception 'nothing is owed to who was erased'
            using errcode = 'P0001', detail = 'EXPENSE_STATUS_CONFLICT';
        end if;
        return new;
      end $function$;
  create trigger refuse_debt_to_erased before update of status on expenses.expenses for each row
    when (old.status = 'submitted' and new.status = 'approved' and new.payee_kind = 'member')
    execute function expenses.refuse_debt_to_erased();
`;

/** What is claimed for somebody ends, and goes, when they are erased, and is owed to nobody. */
export class ExpensesEndClaimsForErased1796901800001 implements MigrationInterface {
  readonly name = 'ExpensesEndClaimsForErased1796901800001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [texts, approval]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
