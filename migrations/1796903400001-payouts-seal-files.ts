import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Payment files and the bank's answers lie sealed at rest: they name everybody who is paid, and
 * where. A digest of what lies there is kept beside that of what was written. What a bank never
 * carried out is no voucher, and its bytes go: the digest says what it was. What was written before
 * is sealed by a job, as the database knows no secret.
 */
export class PayoutsSealFiles1796903400001 implements MigrationInterface {
  readonly name = 'PayoutsSealFiles1796903400001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [rules, files, reports, unpaid]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const rules = `
  alter table payments.payment_files add column sealed_sha256 text;

  create function payments.is_sealed(kept bytea) returns boolean
  language sql immutable set search_path to 'pg_catalog' as $function$
    select substring(kept from 1 for 4) = 'rst1'::bytea
  $function$;

  -- Nothing was paid by it, and nothing is going to be.
  create function payments.paid_nothing(file payments.payment_files) returns boolean
  language sql stable set search_path to 'pg_catalog' as $function$
    select not exists (select from payments.payouts p
      where p.cooperative_id = file.cooperative_id and p.payment_file_id = file.id
        and p.state not in ('rejected', 'cancelled'))
  $function$;

  create function payments.keeps_file(was payments.payment_files, after payments.payment_files)
  returns boolean language sql stable set search_path to 'pg_catalog' as $function$
    select case
      when to_jsonb(was) - '{bytes,sealed_sha256}'::text[]
        <> to_jsonb(after) - '{bytes,sealed_sha256}'::text[] then false
      when length(after.bytes) = 0 and after.sealed_sha256 is null then payments.paid_nothing(was)
      else length(was.bytes) > 0 and was.sealed_sha256 is null and payments.is_sealed(after.bytes)
        and after.sealed_sha256 = encode(sha256(after.bytes), 'hex')
      end
  $function$;

  create function payments.seals_report(was payments.status_reports, after payments.status_reports)
  returns boolean language sql immutable set search_path to 'pg_catalog' as $function$
    select to_jsonb(was) - 'bytes' = to_jsonb(after) - 'bytes' and length(was.bytes) > 0
      and not payments.is_sealed(was.bytes) and payments.is_sealed(after.bytes)
  $function$;
`;

// As the condition of a trigger it may not be null: what is unknown would pass.
const files = `
  create or replace function payments.keep_payment_file() returns trigger
  language plpgsql as $function$
    begin
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

  drop trigger keep_payment_file on payments.payment_files;
  create trigger keep_payment_file before update on payments.payment_files for each row
    when (not platform.lets_go(to_jsonb(old.*), to_jsonb(new.*), jsonb_build_object('bytes', '\\x',
        'withdrawal_reason', left(old.withdrawal_reason, 0), 'sealed_sha256', null,
        'sha256', encode(sha256('\\x'::bytea), 'hex')), old.ordered_at)
      and not coalesce(payments.keeps_file(old, new), false))
    execute function payments.keep_payment_file();
`;

const reports = `
  drop trigger keep_status_report on payments.status_reports;
  create trigger keep_status_report before update on payments.status_reports for each row
    when (not platform.lets_go(to_jsonb(old.*), to_jsonb(new.*), jsonb_build_object('bytes', '\\x',
        'words', '[]'::jsonb, 'name', '', 'sha256', encode(sha256(uuid_send(old.id)), 'hex')),
        old.received_at)
      and not coalesce(payments.seals_report(old, new), false))
    execute function payments.keep_status_report();
`;

const unpaid = `
  update payments.payment_files f set bytes = '' where state <> 'ordered' and length(bytes) > 0
    and payments.paid_nothing(f);
`;
