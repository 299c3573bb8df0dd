import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bank accounts, statements and their raw lines, payees' bank details, payouts and rails. */
export class PaymentsCreateRoom1795050000000 implements MigrationInterface {
  readonly name = 'PaymentsCreateRoom1795050000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create schema payments; select platform.grant_schema('payments')`);
    await createBankAccounts(runner);
    await createStatements(runner);
    await createBankLines(runner);
    await createPayeeDetails(runner);
    await createPaymentFiles(runner);
    await createPayouts(runner);
    await freezePayouts(runner);
    await createSimulatedBank(runner);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

async function createBankAccounts(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table payments.bank_accounts (
      id uuid not null constraint bank_accounts_pk primary key,
      cooperative_id uuid not null,
      label text not null,
      holder_name text not null,
      account_number text not null,
      bic text,
      currency text not null constraint bank_accounts_currency check (currency ~ '^[A-Z]{3}$'),
      rail text not null
        constraint bank_accounts_rail_known check (rail in ('sepa-file', 'simulated')),
      ledger_account_id uuid not null,
      created_at timestamptz not null,
      constraint bank_accounts_number_unique
        unique (cooperative_id, account_number, currency),
      constraint bank_accounts_label_unique unique (cooperative_id, label)
    );
    create table payments.settings (
      cooperative_id uuid not null constraint settings_pk primary key,
      second_person_releases boolean not null default false,
      cooling_off_hours integer not null default 24
        constraint settings_cooling_off check (cooling_off_hours between 0 and 720)
    );
    select platform.protect_tenant_table('payments.bank_accounts', 'SELECT, INSERT');
    select platform.protect_tenant_table('payments.settings', 'SELECT, INSERT, UPDATE')`);
}

async function createStatements(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table payments.statement_files (
      id uuid not null constraint statement_files_pk primary key,
      cooperative_id uuid not null,
      name text not null,
      sha256 text not null constraint statement_files_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
      size_bytes integer not null,
      csv_profile text,
      state text not null default 'received'
        constraint statement_files_state_known check (state in ('received', 'read', 'refused')),
      format text,
      version text,
      refusal_code text,
      refusal_message text,
      warnings jsonb not null default '[]',
      received_by_account_id uuid,
      received_at timestamptz not null,
      read_at timestamptz,
      constraint statement_files_content_unique unique (cooperative_id, sha256)
    );
    create table payments.bank_statements (
      id uuid not null constraint bank_statements_pk primary key,
      cooperative_id uuid not null,
      file_id uuid not null
        constraint bank_statements_file_fk references payments.statement_files (id),
      bank_account_id uuid not null
        constraint bank_statements_account_fk references payments.bank_accounts (id),
      reference text,
      from_date date,
      to_date date,
      opening_minor bigint,
      closing_minor bigint,
      balanced text not null constraint bank_statements_balanced_known
        check (balanced in ('balanced', 'unbalanced', 'unknown')),
      lines_new integer not null,
      lines_known integer not null,
      recorded_at timestamptz not null
    );
    create index statement_files_by_time
      on payments.statement_files (cooperative_id, received_at, id);
    create index bank_statements_by_account
      on payments.bank_statements (cooperative_id, bank_account_id, to_date, id);
    select platform.protect_tenant_table('payments.statement_files', 'SELECT, INSERT, UPDATE');
    select platform.protect_tenant_table('payments.bank_statements', 'SELECT, INSERT')`);
}

async function createBankLines(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table payments.bank_lines (
      id uuid not null constraint bank_lines_pk primary key,
      cooperative_id uuid not null,
      bank_account_id uuid not null
        constraint bank_lines_account_fk references payments.bank_accounts (id),
      statement_id uuid not null
        constraint bank_lines_statement_fk references payments.bank_statements (id),
      identity text not null,
      booking_date date not null,
      value_date date,
      amount_minor bigint not null constraint bank_lines_amount_not_zero check (amount_minor <> 0),
      currency text not null,
      reversal boolean not null,
      end_to_end_id text,
      bank_reference text,
      counterparty_name text,
      counterparty_account text,
      reference text,
      free_text text,
      raw jsonb not null,
      state text not null
        constraint bank_lines_state_known check (state in ('new', 'flagged', 'matched')),
      matched_kind text,
      matched_id uuid,
      matched_because text,
      transaction_id uuid,
      matched_at timestamptz,
      recorded_at timestamptz not null,
      constraint bank_lines_identity_unique unique (cooperative_id, bank_account_id, identity),
      constraint bank_lines_match_whole check (
        (state = 'matched') = (matched_kind is not null and matched_id is not null
          and matched_because is not null and transaction_id is not null))
    );
    create unique index bank_lines_transaction_unique
      on payments.bank_lines (transaction_id) where transaction_id is not null;
    create index bank_lines_by_date
      on payments.bank_lines (cooperative_id, booking_date, id);
    create index bank_lines_open
      on payments.bank_lines (cooperative_id, statement_id) where state <> 'matched';
    select platform.protect_tenant_table('payments.bank_lines', 'SELECT, INSERT, UPDATE')`);
  // What the bank said stays what it said: only the match may be added.
  await runner.query(`
    create function payments.keep_bank_line() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' or old.state = 'matched' or
        (old.id, old.cooperative_id, old.bank_account_id, old.statement_id, old.identity,
         old.booking_date, old.value_date, old.amount_minor, old.currency, old.reversal, old.raw)
        is distinct from
        (new.id, new.cooperative_id, new.bank_account_id, new.statement_id, new.identity,
         new.booking_date, new.value_date, new.amount_minor, new.currency, new.reversal, new.raw)
      then
        raise exception 'a bank line stays as the bank wrote it, and is matched once'
          using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
    create trigger keep_bank_line before update or delete on payments.bank_lines
      for each row execute function payments.keep_bank_line()`);
}

async function createPayeeDetails(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table payments.payee_details (
      id uuid not null constraint payee_details_pk primary key,
      cooperative_id uuid not null,
      payee_kind text not null
        constraint payee_details_kind_known check (payee_kind in ('member', 'partner')),
      payee_id uuid not null,
      sealed bytea not null,
      masked text not null,
      usable_from timestamptz not null,
      set_by_account_id uuid,
      set_at timestamptz not null,
      superseded_at timestamptz
    );
    create unique index payee_details_one_current
      on payments.payee_details (cooperative_id, payee_kind, payee_id)
      where superseded_at is null;
    select platform.protect_tenant_table('payments.payee_details', 'SELECT, INSERT, UPDATE')`);
}

async function createPaymentFiles(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table payments.payment_files (
      id uuid not null constraint payment_files_pk primary key,
      cooperative_id uuid not null,
      bank_account_id uuid not null
        constraint payment_files_account_fk references payments.bank_accounts (id),
      state text not null default 'ordered'
        constraint payment_files_state_known check (state in ('ordered', 'written')),
      format text not null,
      bytes bytea,
      sha256 text,
      payouts integer not null,
      total_minor bigint not null,
      currency text not null,
      ordered_by_account_id uuid,
      ordered_at timestamptz not null,
      written_at timestamptz,
      constraint payment_files_written_whole check (
        (state = 'written') = (bytes is not null and sha256 is not null and written_at is not null))
    );
    create index payment_files_by_time
      on payments.payment_files (cooperative_id, ordered_at, id);
    select platform.protect_tenant_table('payments.payment_files', 'SELECT, INSERT, UPDATE');
    create function payments.keep_payment_file() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' or old.state = 'written' then
        raise exception 'a payment file is written once' using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
    create trigger keep_payment_file before update or delete on payments.payment_files
      for each row execute function payments.keep_payment_file()`);
}

async function createPayouts(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table payments.payouts (
      id uuid not null constraint payouts_pk primary key,
      cooperative_id uuid not null,
      obligation_kind text not null,
      obligation_id uuid not null,
      payee_kind text not null
        constraint payouts_payee_kind_known check (payee_kind in ('member', 'partner')),
      payee_id uuid not null,
      amount_minor bigint not null constraint payouts_amount_positive check (amount_minor > 0),
      currency text not null constraint payouts_currency check (currency ~ '^[A-Z]{3}$'),
      debit_account_id uuid not null,
      memo text not null,
      frozen_hash text not null,
      state text not null default 'approved' constraint payouts_state_known check (
        state in ('approved', 'reserved', 'submitting', 'submitted', 'unknown', 'settled',
          'returned', 'rejected', 'cancelled')),
      requested_by_account_id uuid,
      requested_at timestamptz not null,
      bank_account_id uuid
        constraint payouts_bank_account_fk references payments.bank_accounts (id),
      payee_details_id uuid
        constraint payouts_payee_details_fk references payments.payee_details (id),
      payment_file_id uuid
        constraint payouts_payment_file_fk references payments.payment_files (id),
      hold_id uuid,
      released_by_account_id uuid,
      released_at timestamptz,
      provider_key text,
      provider_reference text,
      attempts integer not null default 0,
      failure_code text,
      transaction_id uuid,
      settled_at timestamptz,
      changed_at timestamptz not null,
      constraint payouts_released_whole check (state in ('approved', 'cancelled') or (
        bank_account_id is not null and payee_details_id is not null and hold_id is not null
        and released_at is not null)),
      constraint payouts_settled_whole check (
        state <> 'settled' or (transaction_id is not null and settled_at is not null)),
      constraint payouts_provider_key_unique unique (provider_key)
    );
    create unique index payouts_one_open_per_obligation
      on payments.payouts (cooperative_id, obligation_kind, obligation_id)
      where state not in ('returned', 'rejected', 'cancelled');
    create index payouts_by_time on payments.payouts (cooperative_id, requested_at, id);
    create index payouts_by_state on payments.payouts (cooperative_id, state, requested_at, id);
    create index payouts_by_file on payments.payouts (payment_file_id);
    select platform.protect_tenant_table('payments.payouts', 'SELECT, INSERT, UPDATE')`);
}

/** What was approved is what is paid: to change it, cancel the payout and approve anew. */
async function freezePayouts(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create function payments.keep_payout_frozen() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' or
        (old.id, old.cooperative_id, old.obligation_kind, old.obligation_id, old.payee_kind,
         old.payee_id, old.amount_minor, old.currency, old.debit_account_id, old.frozen_hash)
        is distinct from
        (new.id, new.cooperative_id, new.obligation_kind, new.obligation_id, new.payee_kind,
         new.payee_id, new.amount_minor, new.currency, new.debit_account_id, new.frozen_hash)
        or (old.provider_key is not null and old.provider_key is distinct from new.provider_key)
        or (old.hold_id is not null and old.hold_id is distinct from new.hold_id)
        or (old.state in ('returned', 'rejected', 'cancelled') and new.state <> old.state)
        or (old.state = 'settled' and new.state not in ('settled', 'returned'))
      then
        raise exception 'what was approved, released or ended of a payout does not change'
          using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
    create trigger keep_payout_frozen before update or delete on payments.payouts
      for each row execute function payments.keep_payout_frozen()`);
}

async function createSimulatedBank(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table payments.simulated_transfers (
      key text not null constraint simulated_transfers_pk primary key,
      cooperative_id uuid not null,
      reference text not null,
      amount_minor bigint not null,
      currency text not null,
      state text not null constraint simulated_transfers_state_known
        check (state in ('accepted', 'executed', 'rejected', 'returned')),
      executions integer not null default 0,
      received_at timestamptz not null
    );
    select platform.protect_tenant_table(
      'payments.simulated_transfers', 'SELECT, INSERT, UPDATE')`);
}
