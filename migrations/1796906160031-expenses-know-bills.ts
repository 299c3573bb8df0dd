import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = `
  alter table expenses.expenses
    add column voided_at timestamptz,
    add column bill_partner_id uuid,
    add column bill_number text,
    add column bill_hash text,
    add column bill_freed_at timestamptz,
    drop constraint expenses_status_check,
    drop constraint expenses_approved_check,
    drop constraint expenses_owed_check;
  alter table expenses.expenses
    add constraint expenses_status_check check (status in ('draft', 'submitted',
      'needs-information', 'approved', 'rejected', 'withdrawn', 'payout-failed', 'paid',
      'waived', 'voided')) not valid,
    add constraint expenses_approved_check check (
      status not in ('approved', 'payout-failed', 'paid', 'waived', 'voided')
      or (approved_hash is not null and approved_hash = terms_hash and decided_at is not null
        and transaction_id is not null and payout_id is not null)) not valid,
    add constraint expenses_owed_check check (
      status in ('approved', 'payout-failed', 'paid', 'waived', 'voided')
      or (approved_hash is null and transaction_id is null and payout_id is null)) not valid,
    add constraint expenses_voided_check check (
      (status = 'voided') = (voided_at is not null)
      and (status <> 'voided' or payee_kind = 'partner')) not valid,
    add constraint expenses_bill_check check (
      (bill_partner_id is null) = (bill_hash is null)
      and (bill_number is null or bill_hash is not null)
      and bill_hash ~ '^[0-9a-f]{64}$' and length(bill_number) between 1 and 60) not valid,
    add constraint expenses_bill_freed_check check (
      bill_freed_at is null or (status = 'voided' and bill_hash is not null)) not valid;
  alter table expenses.expenses validate constraint expenses_status_check,
    validate constraint expenses_approved_check, validate constraint expenses_owed_check,
    validate constraint expenses_voided_check, validate constraint expenses_bill_check,
    validate constraint expenses_bill_freed_check;
`;

/** What an approval is one of says which bill it pays: of those that name none it is as before. */
const terms = `
CREATE OR REPLACE FUNCTION expenses.terms_hash(e expenses.expenses)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select encode(sha256(convert_to(
    octet_length('expense') || ':' || 'expense' || octet_length('4') || ':' || '4' ||
    octet_length(e.id::text) || ':' || e.id::text ||
    octet_length(e.payee_kind) || ':' || e.payee_kind ||
    octet_length(e.payee_id::text) || ':' || e.payee_id::text ||
    octet_length(e.currency) || ':' || e.currency ||
    octet_length(e.amount_minor::text) || ':' || e.amount_minor::text ||
    octet_length(e.texts_hash) || ':' || e.texts_hash ||
    coalesce(octet_length(e.bill_hash) || ':' || e.bill_hash, '') ||
    coalesce((select string_agg(
        octet_length(i.category) || ':' || i.category ||
        octet_length(i.incurred_on::text) || ':' || i.incurred_on::text ||
        octet_length(i.amount_minor::text) || ':' || i.amount_minor::text,
        '' order by i.ordinal)
      from expenses.items i where i.expense_id = e.id), ''), 'UTF8')), 'hex')
$function$;
`;

// No row names a bill yet: there is nothing to wait for.
const once = `
  create unique index expenses_bill_unique
    on expenses.expenses (cooperative_id, bill_partner_id, bill_hash)
    where bill_hash is not null and bill_freed_at is null
      and status not in ('draft', 'rejected', 'withdrawn');
`;

const texts = `
  create or replace function expenses.forgets_texts(e expenses.expenses)
    returns boolean language sql stable as $function$
      select e.status in ('draft', 'rejected', 'withdrawn')
          and membership.is_erased(e.cooperative_id, e.submitter_member_id)
        or e.status in ('rejected', 'withdrawn') and e.payee_kind = 'member'
          and membership.is_erased(e.cooperative_id, e.payee_id)
        or e.status in ('rejected', 'withdrawn')
          and greatest(e.ended_at, e.words_kept_from) < now() - interval '88 days'
        or e.status in ('draft', 'rejected', 'withdrawn', 'paid', 'waived', 'voided')
          and platform.is_over(e.cooperative_id, 'vouchers',
            coalesce(e.paid_at, e.waived_at, e.voided_at, e.decided_at, e.created_at))
    $function$;
`;

const payouts = `
  create or replace function expenses.refuse_payout_of_waived() returns trigger
    language plpgsql as $function$
      begin
        if exists (select from expenses.expenses e where e.cooperative_id = new.cooperative_id
          and e.id = new.obligation_id and e.status = 'waived')
        then
          raise exception 'what was waived is not paid' using errcode = 'restrict_violation';
        end if;
        if exists (select from expenses.expenses e where e.cooperative_id = new.cooperative_id
          and e.id = new.obligation_id and e.status = 'voided')
        then
          raise exception 'what was voided is not paid' using errcode = 'restrict_violation';
        end if;
        return new;
      end $function$;
`;

const guard = `
CREATE OR REPLACE FUNCTION expenses.guard_expense()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  DECLARE
    frozen text[] := ARRAY['id', 'cooperative_id', 'submitter_member_id', 'created_at'];
    forgotten text[] := ARRAY['title', 'reason', 'destination_id', 'destination_masked',
      'text_salt', 'bill_number'];
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
      AND num_nonnulls(new.reason, new.destination_id, new.destination_masked, new.text_salt,
        new.bill_number) = 0
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
      ('approved', 'voided'), ('payout-failed', 'voided'),
      ('payout-failed', 'approved'), ('payout-failed', 'waived'),
      ('paid', 'payout-failed')) THEN
      RAISE EXCEPTION 'an expense that is % cannot become %', old.status, new.status
        USING errcode = 'P0001', detail = 'EXPENSE_STATUS_CONFLICT';
    END IF;
    IF old.status NOT IN ('draft', 'submitted', 'needs-information') THEN
      frozen := frozen || ARRAY['payee_kind', 'payee_id', 'currency', 'amount_minor', 'terms_hash',
        'band', 'title', 'approved_hash', 'transaction_id', 'proposal_id', 'texts_hash',
        'text_salt', 'bill_partner_id', 'bill_number', 'bill_hash'];
      IF NOT (old.status = 'payout-failed' AND new.status = 'approved') THEN
        frozen := frozen || ARRAY['payout_id'];
      END IF;
      IF old.status = 'waived' THEN
        frozen := frozen || ARRAY['waived_at'];
      END IF;
      IF old.status = 'voided' THEN
        frozen := frozen || ARRAY['voided_at'];
        IF old.bill_freed_at IS NOT NULL THEN
          frozen := frozen || ARRAY['bill_freed_at'];
        END IF;
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
    IF new.status IN ('waived', 'voided') AND old.status <> new.status THEN
      IF NOT EXISTS (SELECT FROM ledger.transactions t
          WHERE t.cooperative_id = new.cooperative_id
            AND t.reverses_id = new.transaction_id) THEN
        RAISE EXCEPTION 'what is % is reversed in the books', new.status
          USING errcode = 'restrict_violation';
      END IF;
      IF EXISTS (SELECT FROM payments.payouts p
          WHERE p.cooperative_id = new.cooperative_id AND p.obligation_kind = 'expense'
            AND p.obligation_id = new.id
            AND p.state NOT IN ('returned', 'rejected', 'cancelled')) THEN
        RAISE EXCEPTION 'what is being paid is not %', new.status
          USING errcode = 'restrict_violation';
      END IF;
    END IF;
    RETURN new;
  END $function$;
`;

// How a partner called a bill goes with the other words of who is erased.
const forgotten = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'bills ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/** A partner's bill is owed once, whoever hands it in; what was wrong is taken back unpaid. */
export class ExpensesKnowBills1796906160031 implements MigrationInterface {
  readonly name = 'ExpensesKnowBills1796906160031';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const step of [columns, terms, once, texts, payouts, guard, forgotten])
      await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
