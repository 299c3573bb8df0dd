import type { MigrationInterface, QueryRunner } from 'typeorm';

const over = `('rejected', 'withdrawn')`;

// Of what was taken back nothing but a fact says when it was.
const ended = `
  alter table expenses.expenses add column ended_at timestamptz;
  update expenses.expenses e set ended_at = coalesce(e.decided_at,
      (select max(f.occurred_at) from platform.facts f
        where f.cooperative_id = e.cooperative_id and f.subject_kind = 'expense'
          and f.subject_id = e.id
          and f.type in ('expenses.ExpenseWithdrawn', 'expenses.ExpenseDiscarded')),
      e.submitted_at, e.created_at)
    where e.status in ${over};
  alter table expenses.expenses add constraint expenses_ended_check
    check ((status in ${over}) = (ended_at is not null));
`;

// A process of before does not say when: it is now.
const keepEnd = `
  create function expenses.keep_end() returns trigger language plpgsql as $function$
      begin
        if old.status in ${over} then
          if new.ended_at is distinct from old.ended_at then
            raise exception 'when a claim ended is frozen' using errcode = 'restrict_violation';
          end if;
        elsif new.status in ${over} then
          new.ended_at := coalesce(new.ended_at, now());
        end if;
        return new;
      end $function$;
  create trigger keep_end before update on expenses.expenses
    for each row execute function expenses.keep_end();
`;

// Ninety days by the co-operative's calendar are never fewer than these.
const forgets = `
  create or replace function expenses.forgets_texts(e expenses.expenses)
    returns boolean language sql stable as $function$
      select e.status in ('draft', 'rejected', 'withdrawn')
          and membership.is_erased(e.cooperative_id, e.submitter_member_id)
        or e.status in ('rejected', 'withdrawn') and e.payee_kind = 'member'
          and membership.is_erased(e.cooperative_id, e.payee_id)
        or e.status in ('rejected', 'withdrawn') and e.ended_at < now() - interval '88 days'
        or e.status in ('draft', 'rejected', 'withdrawn', 'paid', 'waived')
          and platform.is_over(e.cooperative_id, 'vouchers',
            coalesce(e.paid_at, e.waived_at, e.decided_at, e.created_at))
    $function$;
`;

// What guards an erasure changed: who is erased already is forgotten once more.
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'ended claims ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/** What was taken back or declined says since when, and its words may go ninety days later. */
export class ExpensesLetClaimsGo1796905200001 implements MigrationInterface {
  readonly name = 'ExpensesLetClaimsGo1796905200001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const step of [ended, keepEnd, forgets, again]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
