import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why a treasurer undid what a line was taken for may name a person, or say that they are ill. It
 * stood in the trail, in the books and among the words by which they are searched, whatever became
 * of that person. It stands with their dues alone now, and goes with them; so does what somebody
 * wrote of a line that tells of who was erased.
 */
export class DuesKeepNoWordsInFacts1796902600001 implements MigrationInterface {
  readonly name = 'DuesKeepNoWordsInFacts1796902600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(guards);
    await runner.query(lines);
    await runner.query(facts);
    await runner.query(recorded);
    await runner.query(books);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const guards = `
  create or replace function dues.keep_payment() returns trigger language plpgsql
  as $function$
    begin
      if tg_op = 'UPDATE' and (
        to_jsonb(new) - 'payer_fingerprint' = to_jsonb(old) - 'payer_fingerprint'
          and (new.payer_fingerprint is null
              and membership.is_erased(old.cooperative_id, old.member_id)
            or old.payer_fingerprint ~ '^[0-9a-f]{64}$' and new.payer_fingerprint ~ '^k1:')
        or to_jsonb(new) - 'because' = to_jsonb(old) - 'because' and new.because = ''
          and membership.is_erased(old.cooperative_id, old.member_id)
        or platform.lets_go(to_jsonb(old), to_jsonb(new),
          '{"because": "", "payer_fingerprint": null}', old.recorded_at))
      then
        return new;
      end if;
      raise exception 'dues.payments rows are never changed or removed'
        using errcode = 'restrict_violation';
    end $function$;

  create function dues.keep_credit_entry() returns trigger language plpgsql
  as $function$
    begin
      if to_jsonb(new) - 'because' = to_jsonb(old) - 'because' and new.because is null
        and membership.is_erased(old.cooperative_id, old.member_id)
      then
        return new;
      end if;
      raise exception 'dues.credit_entries rows are never changed or removed'
        using errcode = 'restrict_violation';
    end $function$;
  drop trigger refuse_change on dues.credit_entries;
  create trigger refuse_change before update on dues.credit_entries for each row
    when (not platform.lets_go(to_jsonb(old.*), to_jsonb(new.*), '{"because": null}'::jsonb,
      old.recorded_at))
    execute function dues.keep_credit_entry();
`;

// Its name has it come after what keeps the line, which is of what was asked for.
const lines = `
  create function payments.say_nothing_of_line() returns trigger language plpgsql
    set search_path to 'pg_catalog' as $function$
      begin
        new.matched_because := '';
        return new;
      end $function$;
  create trigger say_nothing before update on payments.bank_lines for each row
    when (new.locked_at is not null and new.matched_because <> '')
    execute function payments.say_nothing_of_line();

  create function payments.forget_booked_words() returns trigger language plpgsql
    set search_path to 'pg_catalog' as $function$
      begin
        perform ledger.forget_descriptions(new.cooperative_id, array(
          select t.id from ledger.transactions t
          where t.cooperative_id = new.cooperative_id and t.source_id = new.id::text
            and t.source_kind = 'bank-line'), 'Bank line');
        return null;
      end $function$;
  create trigger forget_booked_words
    after update of locked_at, transaction_id on payments.bank_lines for each row
    when (new.locked_at is not null) execute function payments.forget_booked_words();
`;

const facts = `
  alter table platform.facts disable trigger refuse_change;
  update platform.facts set data = data - 'because' where type = 'dues.InvoiceReopened';
  alter table platform.facts enable trigger refuse_change;
`;

const recorded = `
  update dues.payments p set because = ''
    where kind = 'undo' and because <> ''
      and membership.is_erased(p.cooperative_id, p.member_id);
  update dues.credit_entries e set because = null
    where because is not null and membership.is_erased(e.cooperative_id, e.member_id);
  alter table payments.bank_lines disable trigger user;
  update payments.bank_lines set matched_because = ''
    where locked_at is not null and matched_because <> '';
  alter table payments.bank_lines enable trigger user;
`;

// Of dues the words stand with the payments. What else was undone keeps its reason, which stands
// nowhere but here, unless it had paid who was erased. What was asked for made the fingerprint too:
// it would confirm a guess of the words.
const books = `
  create temporary table said on commit drop as
    with undone as (
      select t.id, t.cooperative_id, t.idempotency_key from ledger.transactions t
      where t.reverses_id is not null and t.idempotency_key ~ '^bank-line:.*:undo$'
        and (t.source_kind in ('invoice', 'member') or exists (select from payments.payouts p
          where p.cooperative_id = t.cooperative_id and p.payee_kind = 'member'
            and membership.is_erased(p.cooperative_id, p.payee_id)
            and (p.obligation_kind = t.source_kind and p.obligation_id::text = t.source_id
              or t.source_kind = 'payout' and p.id::text = t.source_id
              or t.source_kind = 'payment-file' and p.payment_file_id::text = t.source_id)))
    )
    select t.id, t.cooperative_id, 'Bank line' as instead from ledger.transactions t
      where t.source_kind = 'bank-line' and exists (select from payments.bank_lines l
        where l.cooperative_id = t.cooperative_id and l.id::text = t.source_id
          and l.locked_at is not null)
    union all
    select u.id, u.cooperative_id, 'A match was undone' from undone u
    union all
    select t.id, t.cooperative_id, 'A match was undone' from undone u
      join ledger.transactions t on t.cooperative_id = u.cooperative_id
        and t.source_kind = 'bank-account'
        and t.idempotency_key = 'bank-account:' || t.source_id || ':back:' || u.idempotency_key;
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
