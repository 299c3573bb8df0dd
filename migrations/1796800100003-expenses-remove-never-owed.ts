import type { MigrationInterface, QueryRunner } from 'typeorm';

// Of a vote the members keep what they decided, also that it was not paid.
const claims = `
  create function expenses.is_forgotten_claim(e expenses.expenses) returns boolean
    language sql stable as $function$
      select e.status in ('draft', 'rejected', 'withdrawn')
        and num_nonnulls(e.proposal_id, e.transaction_id, e.payout_id) = 0
        and membership.is_erased(e.cooperative_id, e.submitter_member_id)
    $function$;
  create function expenses.is_of_forgotten_claim(tenant uuid, claim uuid) returns boolean
    language sql stable as $function$
      select exists (select from expenses.expenses e
        where e.cooperative_id = tenant and e.id = claim and expenses.is_forgotten_claim(e))
    $function$;

  drop trigger guard_expense_there on expenses.expenses;
  create trigger guard_expense_there before delete on expenses.expenses
    for each row when (not expenses.is_forgotten_claim(old))
    execute function expenses.guard_expense();
  drop trigger guard_item_there on expenses.items;
  create trigger guard_item_there before delete on expenses.items
    for each row when (not expenses.is_of_forgotten_claim(old.cooperative_id, old.expense_id))
    execute function expenses.guard_item();
  drop trigger refuse_delete on expenses.approvals;
  create trigger refuse_delete before delete on expenses.approvals
    for each row when (not expenses.is_of_forgotten_claim(old.cooperative_id, old.expense_id))
    execute function platform.refuse_change();
  select platform.grant_global_table('expenses.approvals', 'delete');
  drop function expenses.is_of_forgotten_draft(expenses.items);
  drop function expenses.is_forgotten_draft(expenses.expenses);
`;

const facts = `
  drop trigger refuse_change on platform.facts;
  create trigger refuse_change before update on platform.facts
    for each row execute function platform.keep_fact();
  create trigger refuse_change_there before delete on platform.facts
    for each row when (not (old.subject_kind = 'expense' and old.type like 'expenses.%'
      and expenses.is_of_forgotten_claim(old.cooperative_id, old.subject_id)))
    execute function platform.keep_fact();
`;

// Those erased before are forgotten once more, of these as well.
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), cooperative_id, 'membership.forget-member',
      'claims ' || member_id,
      jsonb_build_object('cooperativeId', cooperative_id, 'memberId', member_id), 8, now(), now()
    from membership.erasures;
`;

/**
 * What an erased member claimed and was never owed is no voucher: it goes, with its amounts, days
 * and what is on record of it. Blanked, it led to who had noted the member's id.
 */
export class ExpensesRemoveNeverOwed1796800100003 implements MigrationInterface {
  readonly name = 'ExpensesRemoveNeverOwed1796800100003';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [claims, facts, again]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
