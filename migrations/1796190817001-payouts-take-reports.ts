import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What banks answer to payment files, and files that two persons withdraw. */
export class PayoutsTakeReports1796190817001 implements MigrationInterface {
  readonly name = 'PayoutsTakeReports1796190817001';

  async up(runner: QueryRunner): Promise<void> {
    await createReports(runner);
    await addWithdrawal(runner);
    await keepFiles(runner);
    await runner.query(`
      create index payouts_by_obligation on payments.payouts
        (cooperative_id, obligation_kind, obligation_id, requested_at, id)`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

async function createReports(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table payments.status_reports (
      id uuid not null constraint status_reports_pk primary key,
      cooperative_id uuid not null,
      payment_file_id uuid not null
        constraint status_reports_file_fk references payments.payment_files (id),
      name text not null,
      format text not null,
      bytes bytea not null,
      sha256 text not null
        constraint status_reports_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
      size_bytes integer not null,
      words jsonb not null,
      received_by_account_id uuid,
      received_at timestamptz not null,
      constraint status_reports_content_unique unique (cooperative_id, sha256)
    );
    create index status_reports_by_file
      on payments.status_reports (cooperative_id, payment_file_id, received_at, id);
    select platform.protect_tenant_table('payments.status_reports', 'SELECT, INSERT');
    create function payments.keep_status_report() returns trigger language plpgsql as $$
    begin
      raise exception 'what a bank said stays said' using errcode = 'restrict_violation';
    end $$;
    create trigger keep_status_report before update or delete on payments.status_reports
      for each row execute function payments.keep_status_report()`);
}

async function addWithdrawal(runner: QueryRunner): Promise<void> {
  await runner.query(`
    alter table payments.payment_files
      add column withdrawal_reason text,
      add column withdrawal_asked_by_account_id uuid,
      add column withdrawal_asked_at timestamptz,
      add column withdrawn_by_account_id uuid,
      add column withdrawn_at timestamptz,
      drop constraint payment_files_state_known,
      add constraint payment_files_state_check
        check (state in ('ordered', 'written', 'withdrawn')),
      drop constraint payment_files_written_whole,
      add constraint payment_files_written_check check ((state <> 'ordered')
        = (bytes is not null and sha256 is not null and written_at is not null)),
      add constraint payment_files_withdrawal_check check (
        (withdrawal_reason is not null) = (withdrawal_asked_at is not null)
        and (withdrawal_reason is not null) = (withdrawal_asked_by_account_id is not null)
        and (state = 'withdrawn') = (withdrawn_at is not null)
        and (state = 'withdrawn') = (withdrawn_by_account_id is not null)
        and (state <> 'withdrawn' or withdrawal_asked_by_account_id <> withdrawn_by_account_id))`);
}

/** What was written stays as it is; it may be withdrawn, once, and not what was withdrawn. */
async function keepFiles(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create or replace function payments.keep_payment_file() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' or old.state = 'withdrawn' or (old.state = 'written' and (
        new.state = 'ordered' or
        (old.id, old.cooperative_id, old.bank_account_id, old.format, old.bytes, old.sha256,
         old.payouts, old.total_minor, old.currency, old.ordered_by_account_id, old.ordered_at,
         old.written_at)
        is distinct from
        (new.id, new.cooperative_id, new.bank_account_id, new.format, new.bytes, new.sha256,
         new.payouts, new.total_minor, new.currency, new.ordered_by_account_id, new.ordered_at,
         new.written_at)))
      then
        raise exception 'a payment file is written once' using errcode = 'restrict_violation';
      end if;
      return new;
    end $$`);
}
