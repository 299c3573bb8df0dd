import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans with a sliding scale, pledges, invoices, what was paid of them, and waivers. */
export class DuesCreateRoom1795070000000 implements MigrationInterface {
  readonly name = 'DuesCreateRoom1795070000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create schema dues; select platform.grant_schema('dues')`);
    await createPlans(runner);
    await createInvoices(runner);
    await freezeInvoices(runner);
    await createWaivers(runner);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

async function createPlans(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table dues.plans (
      id uuid not null constraint plans_pk primary key,
      cooperative_id uuid not null,
      key text not null,
      name text not null,
      currency text not null constraint plans_currency check (currency ~ '^[A-Z]{3}$'),
      minimum_minor bigint not null constraint plans_minimum check (minimum_minor >= 0),
      suggested_minor bigint not null,
      maximum_minor bigint,
      months integer not null constraint plans_months check (months in (1, 3, 6, 12)),
      created_at timestamptz not null,
      retired_at timestamptz,
      constraint plans_key_unique unique (cooperative_id, key),
      constraint plans_scale_in_order check (suggested_minor >= minimum_minor
        and (maximum_minor is null or maximum_minor >= suggested_minor))
    );
    create table dues.pledges (
      id uuid not null constraint pledges_pk primary key,
      cooperative_id uuid not null,
      member_id uuid not null,
      plan_id uuid not null constraint pledges_plan_fk references dues.plans (id),
      amount_minor bigint not null constraint pledges_amount check (amount_minor >= 0),
      starts_on date not null,
      ends_on date,
      chosen_at timestamptz not null,
      constraint pledges_span check (ends_on is null or ends_on >= starts_on)
    );
    create unique index pledges_one_current
      on dues.pledges (cooperative_id, member_id) where ends_on is null;
    select platform.protect_tenant_table('dues.plans', 'SELECT, INSERT, UPDATE');
    select platform.protect_tenant_table('dues.pledges', 'SELECT, INSERT, UPDATE')`);
}

async function createInvoices(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table dues.counters (
      cooperative_id uuid not null constraint counters_pk primary key,
      last_number bigint not null
    );
    create table dues.invoices (
      id uuid not null constraint invoices_pk primary key,
      cooperative_id uuid not null,
      number bigint not null,
      reference text not null,
      member_id uuid not null,
      plan_id uuid not null constraint invoices_plan_fk references dues.plans (id),
      period_start date not null,
      period_end date not null,
      amount_minor bigint not null constraint invoices_amount check (amount_minor >= 0),
      paid_minor bigint not null default 0,
      currency text not null,
      state text not null constraint invoices_state_known
        check (state in ('open', 'paid', 'waived', 'cancelled')),
      due_on date not null,
      issued_at timestamptz not null,
      paid_at timestamptz,
      transaction_id uuid,
      constraint invoices_number_unique unique (cooperative_id, number),
      constraint invoices_reference_unique unique (cooperative_id, reference),
      constraint invoices_one_per_period unique (cooperative_id, member_id, period_start),
      constraint invoices_paid_within check (paid_minor between 0 and amount_minor),
      constraint invoices_paid_whole
        check ((state = 'paid') = (paid_minor = amount_minor and amount_minor > 0))
    );
    create index invoices_by_member on dues.invoices (cooperative_id, member_id, period_start, id);
    create index invoices_open
      on dues.invoices (cooperative_id, due_on, id) where state = 'open';
    create table dues.payments (
      id uuid not null constraint payments_pk primary key,
      cooperative_id uuid not null,
      invoice_id uuid not null constraint payments_invoice_fk references dues.invoices (id),
      member_id uuid not null,
      bank_line_id uuid not null,
      amount_minor bigint not null constraint payments_amount check (amount_minor > 0),
      excess_minor bigint not null default 0 constraint payments_excess check (excess_minor >= 0),
      currency text not null,
      paid_on date not null,
      payer_fingerprint text,
      because text not null,
      transaction_id uuid not null,
      recorded_at timestamptz not null,
      constraint payments_bank_line_unique unique (cooperative_id, bank_line_id)
    );
    create index payments_by_member on dues.payments (cooperative_id, member_id, paid_on);
    create index payments_by_day on dues.payments (cooperative_id, paid_on, id);
    create index payments_by_payer on dues.payments (cooperative_id, payer_fingerprint);
    create index payments_by_invoice on dues.payments (invoice_id);
    select platform.protect_tenant_table('dues.counters', 'SELECT, INSERT, UPDATE');
    select platform.protect_tenant_table('dues.invoices', 'SELECT, INSERT, UPDATE');
    select platform.protect_tenant_table('dues.payments', 'SELECT, INSERT');
    select platform.make_append_only('dues.payments')`);
}

async function freezeInvoices(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create function dues.keep_invoice() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' or new.paid_minor < old.paid_minor or
        (old.id, old.cooperative_id, old.number, old.reference, old.member_id, old.plan_id,
         old.period_start, old.period_end, old.amount_minor, old.currency)
        is distinct from
        (new.id, new.cooperative_id, new.number, new.reference, new.member_id, new.plan_id,
         new.period_start, new.period_end, new.amount_minor, new.currency)
      then
        raise exception 'an issued invoice stays as it is' using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
    create trigger keep_invoice before update or delete on dues.invoices
      for each row execute function dues.keep_invoice()`);
}

async function createWaivers(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table dues.waivers (
      id uuid not null constraint waivers_pk primary key,
      cooperative_id uuid not null,
      member_id uuid not null,
      amount_minor bigint not null constraint waivers_amount check (amount_minor >= 0),
      from_on date not null,
      until_on date not null,
      reason_sealed bytea,
      state text not null constraint waivers_state_known
        check (state in ('asked', 'granted', 'refused', 'withdrawn')),
      asked_at timestamptz not null,
      decided_by_account_id uuid,
      decided_at timestamptz,
      constraint waivers_span check (until_on >= from_on),
      constraint waivers_decided
        check ((state in ('granted', 'refused')) = (decided_at is not null))
    );
    create index waivers_of_member on dues.waivers (cooperative_id, member_id, from_on);
    create unique index waivers_one_asked
      on dues.waivers (cooperative_id, member_id) where state = 'asked';
    select platform.protect_tenant_table('dues.waivers', 'SELECT, INSERT, UPDATE')`);
}
