import type { MigrationInterface, QueryRunner } from 'typeorm';

const step1 = `
      alter table expenses.expenses add column locked_at timestamptz;
      select platform.grant_global_table('expenses.items', 'update (description, receipt_id)');

      create function expenses.forget_words() returns trigger
        language plpgsql security definer set search_path to 'pg_catalog' as $function$
          begin
            delete from platform.search_words
              where cooperative_id = new.cooperative_id and subject_id = new.id;
            return null;
          end $function$;
      create trigger forget_words after update of locked_at on expenses.expenses
        for each row when (new.locked_at is not null) execute function expenses.forget_words();
`;

const step2 = `
CREATE OR REPLACE FUNCTION expenses.guard_expense()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  DECLARE
    frozen text[] := ARRAY['id', 'cooperative_id', 'submitter_member_id', 'created_at'];
    forgotten text[] := ARRAY['title', 'reason', 'destination_id', 'destination_masked'];
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
    IF old.status IN ('draft', 'rejected', 'withdrawn') AND new.title = 'Erased'
      AND num_nonnulls(new.reason, new.destination_id, new.destination_masked) = 0
      AND to_jsonb(new) - forgotten = to_jsonb(old) - forgotten
      AND membership.is_erased(old.cooperative_id, old.submitter_member_id) THEN
      RETURN new;
    END IF;
    IF new.status <> old.status AND (old.status, new.status) NOT IN (
      ('draft', 'submitted'), ('draft', 'withdrawn'),
      ('submitted', 'needs-information'), ('submitted', 'approved'), ('submitted', 'rejected'),
      ('submitted', 'withdrawn'),
      ('needs-information', 'submitted'), ('needs-information', 'rejected'),
      ('needs-information', 'withdrawn'),
      ('approved', 'paid'), ('approved', 'payout-failed'),
      ('payout-failed', 'approved'), ('paid', 'payout-failed')) THEN
      RAISE EXCEPTION 'an expense that is % cannot become %', old.status, new.status
        USING errcode = 'P0001', detail = 'EXPENSE_STATUS_CONFLICT';
    END IF;
    IF old.status NOT IN ('draft', 'submitted', 'needs-information') THEN
      frozen := frozen || ARRAY['payee_kind', 'payee_id', 'currency', 'amount_minor', 'terms_hash',
        'band', 'title', 'approved_hash', 'transaction_id', 'proposal_id'];
      IF NOT (old.status = 'payout-failed' AND new.status = 'approved') THEN
        frozen := frozen || ARRAY['payout_id'];
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
    RETURN new;
  END $function$;
`;

const step3 = `
CREATE OR REPLACE FUNCTION expenses.guard_destination()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if num_nonnulls(new.destination_id, new.destination_masked) = 0
          and old.status in ('rejected', 'withdrawn')
          and membership.is_erased(old.cooperative_id, old.submitter_member_id)
        then
          return new;
        end if;
        raise exception 'where a decided expense is paid was approved'
          using errcode = 'restrict_violation';
      end $function$;
`;

const step4 = `
CREATE OR REPLACE FUNCTION expenses.guard_item()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF tg_op = 'UPDATE' AND new.description = 'Erased' AND new.receipt_id IS NULL
      AND to_jsonb(new) - ARRAY['description', 'receipt_id']
        = to_jsonb(old) - ARRAY['description', 'receipt_id']
      AND EXISTS (SELECT FROM expenses.expenses e
        WHERE e.id = old.expense_id AND e.cooperative_id = old.cooperative_id
          AND e.status IN ('draft', 'rejected', 'withdrawn')
          AND membership.is_erased(e.cooperative_id, e.submitter_member_id)) THEN
      RETURN new;
    END IF;
    PERFORM 1 FROM expenses.expenses
      WHERE id = coalesce(new.expense_id, old.expense_id)
        AND cooperative_id = coalesce(new.cooperative_id, old.cooperative_id)
        AND status IN ('draft', 'submitted', 'needs-information') FOR UPDATE;
    IF NOT found OR tg_op = 'UPDATE' THEN
      RAISE EXCEPTION 'the items of a decided expense are frozen'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN coalesce(new, old);
  END $function$;
`;

/**
 * An expense of somebody who was erased: what was approved is a voucher, which clerks read and
 * nobody finds by its words; what never was may be blanked.
 */
export class ExpensesLockVouchers1796500600002 implements MigrationInterface {
  readonly name = 'ExpensesLockVouchers1796500600002';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [step1, step2, step3, step4]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
