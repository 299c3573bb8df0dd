import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why a treasurer undid what a line was taken for mostly names somebody else than whom it was taken
 * for. It stood with everybody whose dues were open again, where they read it, or in the books, and
 * went with neither. It stands once, with the line, and goes as anybody behind the line is erased;
 * so does what was written of the line otherwise, and why a payment file was called back.
 */
export class BankingKeepWhyUndoneOnce1796903499001 implements MigrationInterface {
  readonly name = 'BankingKeepWhyUndoneOnce1796903499001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [table, walls, files]) await runner.query(step);
    await this.bringRight(runner);
  }

  /** What earlier versions left in rows. */
  async bringRight(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const step of [undone, lines, dues, books, calledBack]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const table = `
  create table payments.undone_matches (
    id uuid not null constraint undone_matches_pk primary key,
    cooperative_id uuid not null,
    line_id uuid not null
      constraint undone_matches_line_fk references payments.bank_lines (id),
    reversal_id uuid not null,
    member_ids uuid[] not null,
    because text not null,
    undone_at timestamptz not null
  );
  create index undone_matches_by_line
    on payments.undone_matches (cooperative_id, line_id, undone_at);
  select platform.protect_tenant_table('payments.undone_matches', 'SELECT, INSERT');
  do $block$ begin
    execute format('grant update (because) on payments.undone_matches to %I',
      current_setting('rochdale.app_role'));
  end $block$;

  create function payments.was_for_erased(tenant uuid, line uuid) returns boolean
  language sql stable set search_path to 'pg_catalog' as $function$
    select exists (select from payments.undone_matches u, unnest(u.member_ids) as member
      where u.cooperative_id = tenant and u.line_id = line
        and membership.is_erased(tenant, member))
  $function$;

  create function payments.keep_undone_match() returns trigger language plpgsql
    set search_path to 'pg_catalog' as $function$
      begin
        if tg_op = 'INSERT' then
          if exists (select from payments.bank_lines l where l.cooperative_id = new.cooperative_id
              and l.id = new.line_id and l.locked_at is not null)
            or exists (select from unnest(new.member_ids) as member
              where membership.is_erased(new.cooperative_id, member))
            or payments.was_for_erased(new.cooperative_id, new.line_id)
          then
            new.because := '';
          end if;
          return new;
        end if;
        if tg_op = 'UPDATE' and new.because = ''
          and to_jsonb(new) - 'because' = to_jsonb(old) - 'because'
          and (payments.was_for_erased(old.cooperative_id, old.line_id)
            or exists (select from payments.bank_lines l
              where l.cooperative_id = old.cooperative_id and l.id = old.line_id
                and l.locked_at is not null))
        then
          return new;
        end if;
        raise exception 'payments.undone_matches rows are never changed or removed'
          using errcode = 'restrict_violation';
      end $function$;
  create trigger say_nothing before insert on payments.undone_matches for each row
    when (new.because <> '') execute function payments.keep_undone_match();
  create trigger refuse_change before update on payments.undone_matches for each row
    when (not platform.lets_go(to_jsonb(old.*), to_jsonb(new.*), '{"because": ""}'::jsonb,
      old.undone_at))
    execute function payments.keep_undone_match();
  create trigger refuse_removal before delete on payments.undone_matches for each row
    execute function payments.keep_undone_match();
  create trigger refuse_truncate before truncate on payments.undone_matches for each statement
    execute function platform.refuse_change();
`;

// As conditions of triggers none of them may be null: what is unknown would pass.
const walls = `
  create function payments.forgets_match(line payments.bank_lines, after payments.bank_lines)
  returns boolean language sql stable as $function$
    select coalesce(line.matched_because <> '' and after.matched_because = ''
      and to_jsonb(line) - 'matched_because' = to_jsonb(after) - 'matched_because'
      and payments.was_for_erased(line.cooperative_id, line.id), false)
  $function$;
  drop trigger keep_bank_line on payments.bank_lines;
  create trigger keep_bank_line before update on payments.bank_lines for each row
    when (not payments.forgets_payer(old.*, new.*) and not payments.locks_line(old.*, new.*)
      and not payments.unlocks_line(old.*, new.*) and not payments.forgets_match(old.*, new.*))
    execute function payments.keep_bank_line();

  create or replace function payments.say_nothing_of_line() returns trigger language plpgsql
    set search_path to 'pg_catalog' as $function$
      begin
        if new.locked_at is not null or payments.was_for_erased(new.cooperative_id, new.id) then
          new.matched_because := '';
        end if;
        return new;
      end $function$;
  drop trigger say_nothing on payments.bank_lines;
  create trigger say_nothing before update on payments.bank_lines for each row
    when (new.matched_because <> '') execute function payments.say_nothing_of_line();

  create or replace function payments.forget_booked_words() returns trigger language plpgsql
    set search_path to 'pg_catalog' as $function$
      begin
        if new.locked_at is null and not payments.was_for_erased(new.cooperative_id, new.id) then
          return null;
        end if;
        update payments.undone_matches u set because = ''
          where u.cooperative_id = new.cooperative_id and u.line_id = new.id and u.because <> '';
        perform ledger.forget_descriptions(new.cooperative_id, array(
          select t.id from ledger.transactions t
          where t.cooperative_id = new.cooperative_id and t.source_id = new.id::text
            and t.source_kind = 'bank-line'), 'Bank line');
        return null;
      end $function$;
  drop trigger forget_booked_words on payments.bank_lines;
  create trigger forget_booked_words
    after update of locked_at, transaction_id, matched_because on payments.bank_lines for each row
    when (new.locked_at is not null or new.matched_because = '')
    execute function payments.forget_booked_words();

  create or replace function dues.keep_payment() returns trigger language plpgsql
  as $function$
    begin
      if tg_op = 'UPDATE' and (
        to_jsonb(new) - 'payer_fingerprint' = to_jsonb(old) - 'payer_fingerprint'
          and (new.payer_fingerprint is null
              and membership.is_erased(old.cooperative_id, old.member_id)
            or old.payer_fingerprint ~ '^[0-9a-f]{64}$' and new.payer_fingerprint ~ '^k1:')
        or platform.lets_go(to_jsonb(old), to_jsonb(new),
          '{"because": "", "payer_fingerprint": null}', old.recorded_at))
      then
        return new;
      end if;
      raise exception 'dues.payments rows are never changed or removed'
        using errcode = 'restrict_violation';
    end $function$;
`;

// Its name has it come after what keeps the file, which is of what was asked for.
const files = `
  create function payments.pays_erased(tenant uuid, file uuid) returns boolean
  language sql stable set search_path to 'pg_catalog' as $function$
    select exists (select from payments.payouts p
      where p.cooperative_id = tenant and p.payment_file_id = file and p.payee_kind = 'member'
        and membership.is_erased(tenant, p.payee_id))
  $function$;

  create or replace function payments.keep_payment_file() returns trigger language plpgsql
  as $function$
    begin
      if tg_op = 'UPDATE' and new.withdrawal_reason = ''
        and to_jsonb(new) - 'withdrawal_reason' = to_jsonb(old) - 'withdrawal_reason'
        and payments.pays_erased(old.cooperative_id, old.id)
      then
        return new;
      end if;
      if tg_op = 'DELETE' or old.state = 'withdrawn' or (old.state = 'written' and (
        new.state = 'ordered' or
        (old.id, old.cooperative_id, old.bank_account_id, old.format, old.bytes, old.sha256,
         old.sealed_sha256, old.payouts, old.total_minor, old.currency, old.ordered_by_account_id,
         old.ordered_at, old.written_at)
        is distinct from
        (new.id, new.cooperative_id, new.bank_account_id, new.format, new.bytes, new.sha256,
         new.sealed_sha256, new.payouts, new.total_minor, new.currency, new.ordered_by_account_id,
         new.ordered_at, new.written_at)))
      then
        raise exception 'a payment file is written once' using errcode = 'restrict_violation';
      end if;
      return new;
    end $function$;

  create function payments.say_nothing_of_file() returns trigger language plpgsql
    set search_path to 'pg_catalog' as $function$
      begin
        if payments.pays_erased(new.cooperative_id, new.id) then
          new.withdrawal_reason := '';
        end if;
        return new;
      end $function$;
  create trigger say_nothing before update on payments.payment_files for each row
    when (new.withdrawal_reason <> '') execute function payments.say_nothing_of_file();
`;

// Whom a line was for is known by its dues, or by the payout that its reversal names. Of what
// locked or erased ones are behind, the table itself keeps no word; it looks at each row alone, so
// that those of one line are looked at once more behind it.
const undone = `
  insert into payments.undone_matches
      (id, cooperative_id, line_id, reversal_id, member_ids, because, undone_at)
    select gen_random_uuid(), t.cooperative_id, l.id, t.id,
      array(
        select p.member_id from dues.payments p
          where p.cooperative_id = t.cooperative_id and p.bank_line_id = l.id
            and p.transaction_id = t.id
        union select e.member_id from dues.credit_entries e
          where e.cooperative_id = t.cooperative_id and e.bank_line_id = l.id
            and e.transaction_id = t.id
        union select p.payee_id from payments.payouts p
          where p.cooperative_id = t.cooperative_id and p.payee_kind = 'member'
            and (p.obligation_kind = t.source_kind and p.obligation_id::text = t.source_id
              or t.source_kind = 'payout' and p.id::text = t.source_id
              or t.source_kind = 'payment-file' and p.payment_file_id::text = t.source_id)),
      coalesce(
        (select max(p.because) from dues.payments p
          where p.cooperative_id = t.cooperative_id and p.bank_line_id = l.id
            and p.transaction_id = t.id and p.kind = 'undo' and p.because <> ''
            and p.because <> 'a treasurer said that it was another'),
        nullif(nullif(t.description, 'A match was undone'), 'Bank line'), ''),
      t.recorded_at
    from ledger.transactions t
      join payments.bank_lines l on l.cooperative_id = t.cooperative_id
        and l.id::text = split_part(t.idempotency_key, ':', 2)
    where t.reverses_id is not null and t.idempotency_key ~ '^bank-line:.*:undo$'
      and not exists (select from payments.undone_matches u
        where u.cooperative_id = t.cooperative_id and u.reversal_id = t.id)
    order by t.recorded_at;
  update payments.undone_matches u set because = ''
    where u.because <> '' and payments.was_for_erased(u.cooperative_id, u.line_id);
`;

const lines = `
  alter table payments.bank_lines disable trigger user;
  update payments.bank_lines l set matched_because = ''
    where l.matched_because <> '' and payments.was_for_erased(l.cooperative_id, l.id);
  alter table payments.bank_lines enable trigger user;
`;

const dues = `
  alter table dues.payments disable trigger refuse_change;
  update dues.payments set because = 'a treasurer said that it was another'
    where kind = 'undo' and because <> '';
  alter table dues.payments enable trigger refuse_change;
`;

// What was asked for made the fingerprint too: it would confirm a guess of the words.
const books = `
  create temporary table said on commit drop as
    with undone as (
      select t.id, t.cooperative_id, t.idempotency_key, t.description from ledger.transactions t
      where t.reverses_id is not null and t.idempotency_key ~ '^bank-line:.*:undo$'
    ), told as (
      select t.id, t.cooperative_id, 'Bank line' as instead from ledger.transactions t
        where t.source_kind = 'bank-line' and t.reverses_id is null
          and exists (select from payments.bank_lines l
            where l.cooperative_id = t.cooperative_id and l.id::text = t.source_id
              and payments.was_for_erased(l.cooperative_id, l.id))
      union all
      select u.id, u.cooperative_id, 'A match was undone' from undone u
        where u.description <> 'Bank line'
      union all
      select t.id, t.cooperative_id, 'A match was undone' from undone u
        join ledger.transactions t on t.cooperative_id = u.cooperative_id
          and t.source_kind = 'bank-account'
          and t.idempotency_key = 'bank-account:' || t.source_id || ':back:' || u.idempotency_key
    )
    select told.* from told join ledger.transactions t using (id)
      where t.description <> told.instead;
  alter table ledger.transactions disable trigger refuse_change;
  update ledger.transactions t set description = said.instead,
      fingerprint = encode(sha256(convert_to(gen_random_uuid()::text, 'UTF8')), 'hex')
    from said where said.id = t.id;
  alter table ledger.transactions enable trigger refuse_change;
  delete from platform.search_words w using said
    where w.cooperative_id = said.cooperative_id and w.subject_id = said.id;
  insert into platform.search_words (cooperative_id, subject_id, word, kind)
    select said.cooperative_id, said.id, word, 'transaction'
    from said, platform.words_of(said.instead) as word;
`;

const calledBack = `
  update payments.payment_files f set withdrawal_reason = ''
    where f.withdrawal_reason <> '' and payments.pays_erased(f.cooperative_id, f.id);
`;
