import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long each text is, and what it says, as `inARow` writes it in the room. */
const inARow = (...texts: readonly string[]): string =>
  texts.map((text) => `octet_length(${text}) || ':' || ${text}`).join(' || ');

const random = `encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex')`;

const hashes = `
      create function expenses.texts_hash(e expenses.expenses) returns text
        language sql stable as $function$
          select encode(sha256(convert_to(
            ${inARow('e.text_salt', 'e.title', `coalesce(e.destination_id::text, '')`)} ||
            coalesce((select string_agg(
                ${inARow('i.description', `coalesce(a.sha256, '')`)}, '' order by i.ordinal)
              from expenses.items i left join platform.attachments a on a.id = i.receipt_id
              where i.expense_id = e.id), ''), 'UTF8')), 'hex')
        $function$;

      create function expenses.terms_hash(e expenses.expenses) returns text
        language sql stable as $function$
          select encode(sha256(convert_to(
            ${inARow(`'expense'`, `'4'`, 'e.id::text', 'e.payee_kind', 'e.payee_id::text')} ||
            ${inARow('e.currency', 'e.amount_minor::text', 'e.texts_hash')} ||
            coalesce((select string_agg(
                ${inARow('i.category', 'i.incurred_on::text', 'i.amount_minor::text')},
                '' order by i.ordinal)
              from expenses.items i where i.expense_id = e.id), ''), 'UTF8')), 'hex')
        $function$;
`;

// Whoever was erased has no texts that could be hashed again: nothing of them is to be guessed.
const salt = `
      alter table expenses.expenses add column text_salt text, add column texts_hash text,
        add column terms_hash_before text;
      update expenses.expenses set terms_hash_before = terms_hash, texts_hash = ${random},
        text_salt = case when title <> 'Erased' then ${random} end;
`;

const hashAgain = `
      update expenses.expenses e set texts_hash = expenses.texts_hash(e)
        where text_salt is not null;
      update expenses.expenses e set terms_hash = expenses.terms_hash(e),
        approved_hash = case when approved_hash is not null then expenses.terms_hash(e) end;
      update expenses.approvals a set terms_hash =
          case when a.terms_hash = e.terms_hash_before then e.terms_hash else ${random} end
        from expenses.expenses e where e.id = a.expense_id;
      update governance.actions a set payload = jsonb_set(a.payload, '{termsHash}', to_jsonb(
          case when a.payload ->> 'termsHash' = e.terms_hash_before then e.terms_hash
            else ${random} end))
        from expenses.expenses e
        where a.kind = 'expense.approve' and a.payload ? 'termsHash'
          and a.cooperative_id = e.cooperative_id and a.payload ->> 'expenseId' = e.id::text;
`;

const guards = `
      alter table expenses.expenses drop column terms_hash_before,
        alter column texts_hash set not null,
        add constraint expenses_texts_hash_check check (texts_hash ~ '^[0-9a-f]{64}$'),
        add constraint expenses_text_salt_check check (text_salt ~ '^[0-9a-f]{64}$');

      -- Whether texts of an expense may go: nobody was owed anything and is erased, or the
      -- shortest law of vouchers lets go of it.
      create function expenses.forgets_texts(e expenses.expenses) returns boolean
        language sql stable as $function$
          select e.status in ('draft', 'rejected', 'withdrawn')
              and membership.is_erased(e.cooperative_id, e.submitter_member_id)
            or e.status in ('draft', 'rejected', 'withdrawn', 'paid')
              and coalesce(e.paid_at, e.decided_at, e.created_at) < now() - interval '6 years'
        $function$;

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
      ('approved', 'paid'), ('approved', 'payout-failed'),
      ('payout-failed', 'approved'), ('paid', 'payout-failed')) THEN
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

const guardsBeside = `
CREATE OR REPLACE FUNCTION expenses.guard_destination()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if num_nonnulls(new.destination_id, new.destination_masked) = 0
          and old.status <> 'draft' and expenses.forgets_texts(old)
        then
          return new;
        end if;
        raise exception 'where a decided expense is paid was approved'
          using errcode = 'restrict_violation';
      end $function$;

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
          AND expenses.forgets_texts(e)) THEN
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

const guarded = ['expenses.expenses', 'expenses.approvals', 'governance.actions'];

/**
 * The fingerprint of an expense is of ids, amounts and a salted fingerprint of its texts: texts and
 * salt can go, and nobody finds by trying what they were; who was owed how much for which kind of
 * thing is proved still. Those on record are reckoned again, also where they were voted on, or
 * become random where the texts are not there any more.
 */
export class ExpensesSaltTexts1796600500001 implements MigrationInterface {
  readonly name = 'ExpensesSaltTexts1796600500001';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of guarded) await runner.query(`alter table ${table} disable trigger user`);
    for (const step of [salt, hashes, hashAgain]) await runner.query(step);
    for (const table of guarded) await runner.query(`alter table ${table} enable trigger user`);
    await runner.query(guards);
    await runner.query(guardsBeside);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
