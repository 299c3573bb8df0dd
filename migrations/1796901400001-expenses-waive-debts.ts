import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = `
  alter table expenses.expenses
    add column waived_at timestamptz,
    drop constraint expenses_status_known,
    drop constraint expenses_approved_whole,
    drop constraint expenses_unapproved_owes_nothing;
  alter table expenses.expenses
    add constraint expenses_status_check check (status in ('draft', 'submitted',
      'needs-information', 'approved', 'rejected', 'withdrawn', 'payout-failed', 'paid',
      'waived')),
    add constraint expenses_approved_check check (
      status not in ('approved', 'payout-failed', 'paid', 'waived')
      or (approved_hash is not null and approved_hash = terms_hash and decided_at is not null
        and transaction_id is not null and payout_id is not null)),
    add constraint expenses_owed_check check (
      status in ('approved', 'payout-failed', 'paid', 'waived')
      or (approved_hash is null and transaction_id is null and payout_id is null)),
    add constraint expenses_waived_check check (
      (status = 'waived') = (waived_at is not null)
      and (status <> 'waived' or payee_kind = 'member'));
`;

const texts = `
  create or replace function expenses.forgets_texts(e expenses.expenses) returns boolean
    language sql stable as $function$
      select e.status in ('draft', 'rejected', 'withdrawn')
          and membership.is_erased(e.cooperative_id, e.submitter_member_id)
        or e.status in ('draft', 'rejected', 'withdrawn', 'paid', 'waived')
          and platform.is_over(e.cooperative_id, 'vouchers',
            coalesce(e.paid_at, e.waived_at, e.decided_at, e.created_at))
    $function$;
`;

// The expense is there before it can be paid, and stays waived: whoever writes such a payout finds
// it, or finds that somebody has its payouts locked.
const payouts = `
  create function expenses.refuse_payout_of_waived() returns trigger
    language plpgsql as $function$
      begin
        if exists (select from expenses.expenses e where e.cooperative_id = new.cooperative_id
          and e.id = new.obligation_id and e.status = 'waived')
        then
          raise exception 'what was waived is not paid' using errcode = 'restrict_violation';
        end if;
        return new;
      end $function$;
  create trigger refuse_payout_of_waived before insert on payments.payouts for each row
    when (new.obligation_kind = 'expense')
    execute function expenses.refuse_payout_of_waived();
  create trigger refuse_end_of_waived before update of state on payments.payouts for each row
    when (new.obligation_kind = 'expense' and old.state in ('returned', 'rejected', 'cancelled')
      and new.state not in ('returned', 'rejected', 'cancelled'))
    execute function expenses.refuse_payout_of_waived();
`;

const guard = `
CREATE OR REPLACE FUNCTION expenses.guard_expense()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  DECLARE
    frozen text[] := ARRAY['id', 'cooperative_id', 'submitter_member_id', 'created_at'];
    forgotten text[] := ARRAY['title', 'reason', 'destination_id', 'destination_masked',
      'text_salt'];
    name text;
  BEGIN
    IF tg_op = 'DELETE' THEN
      RAISE EXCEPTION 'expenses stay on record' USING errcode = 'restrict_violation';
    END IF;
    IF tg_op = 'INSERT' THEN
      IF new.status <> 'draft' THEN
        RAISE EXCEPTION 'an expense begins as a draft' USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END IF;
    IF new.title = 'Erased'
      AND num_nonnulls(new.reason, new.destination_id, new.destination_masked, new.text_salt) = 0
      AND to_jsonb(new) - forgotten = to_jsonb(old) - forgotten
      AND expenses.forgets_texts(old) THEN
      RETURN new;
    END IF;
    IF new.status <> old.status AND (old.status, new.status) NOT IN (
      ('draft', 'submitted'), ('draft', 'withdrawn'),
      ('submitted', 'needs-information'), ('submitted', 'approved'), ('submitted', 'rejected'),
      ('submitted', 'withdrawn'),
      ('needs-information', 'submitted'), ('needs-information', 'rejected'),
      ('needs-information', 'withdrawn'),
      ('approved', 'paid'), ('approved', 'payout-failed'), ('approved', 'waived'),
      ('payout-failed', 'approved'), ('payout-failed', 'waived'),
      ('paid', 'payout-failed')) THEN
      RAISE EXCEPTION 'an expense that is % cannot become %', old.status, new.status
        USING errcode = 'P0001', detail = 'EXPENSE_STATUS_CONFLICT';
    END IF;
    IF old.status NOT IN ('draft', 'submitted', 'needs-information') THEN
      frozen := frozen || ARRAY['payee_kind', 'payee_id', 'currency', 'amount_minor', 'terms_hash',
        'band', 'title', 'approved_hash', 'transaction_id', 'proposal_id', 'texts_hash',
        'text_salt'];
      IF NOT (old.status = 'payout-failed' AND new.status = 'approved') THEN
        frozen := frozen || ARRAY['payout_id'];
      END IF;
      IF old.status = 'waived' THEN
        frozen := frozen || ARRAY['waived_at'];
      END IF;
    END IF;
    FOREACH name IN ARRAY frozen LOOP
      IF to_jsonb(new) -> name IS DISTINCT FROM to_jsonb(old) -> name THEN
        RAISE EXCEPTION '% of an expense that is % is frozen', name, old.status
          USING errcode = 'restrict_violation';
      END IF;
    END LOOP;
    IF old.status = 'submitted' AND new.status = 'approved' THEN
      IF new.band ->> 'kind' = 'role' THEN
        IF (SELECT count(*) FROM expenses.approvals a WHERE a.expense_id = new.id
            AND a.voided_at IS NULL AND a.terms_hash = new.terms_hash
            AND a.approver_role = new.band ->> 'role') < (new.band ->> 'approvals')::integer THEN
          RAISE EXCEPTION 'not enough have approved this expense'
            USING errcode = 'restrict_violation';
        END IF;
      ELSIF new.proposal_id IS NULL THEN
        RAISE EXCEPTION 'the members have not voted on this expense'
          USING errcode = 'restrict_violation';
      END IF;
    END IF;
    IF new.status = 'waived' AND old.status <> 'waived' THEN
      IF NOT EXISTS (SELECT FROM ledger.transactions t
          WHERE t.cooperative_id = new.cooperative_id
            AND t.reverses_id = new.transaction_id) THEN
        RAISE EXCEPTION 'what is waived is reversed in the books'
          USING errcode = 'restrict_violation';
      END IF;
      IF EXISTS (SELECT FROM payments.payouts p
          WHERE p.cooperative_id = new.cooperative_id AND p.obligation_kind = 'expense'
            AND p.obligation_id = new.id
            AND p.state NOT IN ('returned', 'rejected', 'cancelled')) THEN
        RAISE EXCEPTION 'what is being paid is not waived' USING errcode = 'restrict_violation';
      END IF;
    END IF;
    RETURN new;
  END $function$;
`;

/**
 * Who is paid by an approved expense may give what is owed to the co-operative: waived, once its
 * debt is reversed in the books and none of its payouts is open, and for good.
 */
export class ExpensesWaiveDebts1796901400001 implements MigrationInterface {
  readonly name = 'ExpensesWaiveDebts1796901400001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [columns, texts, payouts, guard]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
