import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is taken off an issued invoice; what was settled of one may be taken back. */
const invoices = `
  alter table dues.invoices
    add column credited_minor bigint not null default 0,
    drop constraint invoices_paid_within,
    drop constraint invoices_paid_whole;
  alter table dues.invoices
    add constraint invoices_credited_check
      check (credited_minor between 0 and amount_minor),
    add constraint invoices_paid_within
      check (paid_minor between 0 and amount_minor - credited_minor),
    add constraint invoices_paid_whole
      check ((state = 'paid') =
        (paid_minor = amount_minor - credited_minor and amount_minor > credited_minor)),
    add constraint invoices_nothing_due_check
      check ((state in ('waived', 'cancelled')) = (amount_minor = credited_minor));
  create or replace function dues.keep_invoice() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' or new.credited_minor < old.credited_minor or
      (old.id, old.cooperative_id, old.number, old.reference, old.member_id, old.plan_id,
       old.period_start, old.period_end, old.amount_minor, old.currency)
      is distinct from
      (new.id, new.cooperative_id, new.number, new.reference, new.member_id, new.plan_id,
       new.period_start, new.period_end, new.amount_minor, new.currency)
    then
      raise exception 'an issued invoice stays as it is' using errcode = 'restrict_violation';
    end if;
    return new;
  end $$`;

/** What settled an invoice, and what took it back: a line, its return, its undoing, credit. */
const payments = `
  alter table dues.payments
    drop constraint payments_bank_line_unique,
    drop constraint payments_amount,
    alter column bank_line_id drop not null,
    add column kind text not null default 'line',
    add column returns_line_id uuid;
  alter table dues.payments
    alter column kind drop default,
    add constraint payments_amount_check check (amount_minor <> 0),
    add constraint payments_kind_check
      check (kind in ('line', 'return', 'undo', 'credit', 'credited')),
    add constraint payments_line_check
      check ((bank_line_id is not null) = (kind in ('line', 'return', 'undo'))),
    add constraint payments_returns_check
      check (returns_line_id is null or kind in ('return', 'undo')),
    add constraint payments_once_unique
      unique (cooperative_id, transaction_id, invoice_id, kind);
  create index payments_by_line on dues.payments (cooperative_id, bank_line_id);
  create index payments_by_returned_line on dues.payments (cooperative_id, returns_line_id)
    where returns_line_id is not null`;

/** What was taken off invoices, and why. */
const notes = `
  create table dues.credit_notes (
    id uuid not null constraint credit_notes_pk primary key,
    cooperative_id uuid not null,
    invoice_id uuid not null constraint credit_notes_invoice_fk references dues.invoices (id),
    kind text not null constraint credit_notes_kind_check
      check (kind in ('cancelled', 'credited', 'waiver')),
    amount_minor bigint not null constraint credit_notes_amount_check check (amount_minor > 0),
    reason text not null,
    waiver_id uuid,
    idempotency_key text not null,
    transaction_id uuid not null,
    made_by_account_id uuid,
    made_at timestamptz not null,
    constraint credit_notes_waiver_check check ((waiver_id is not null) = (kind = 'waiver')),
    constraint credit_notes_key_unique unique (cooperative_id, idempotency_key)
  );
  create index credit_notes_by_invoice on dues.credit_notes (cooperative_id, invoice_id);
  select platform.protect_tenant_table('dues.credit_notes', 'SELECT, INSERT');
  select platform.make_append_only('dues.credit_notes')`;

/** What members have, each movement of it, and what of it is paid out. */
const credits = `
  create table dues.credits (
    cooperative_id uuid not null,
    member_id uuid not null,
    currency text not null,
    balance_minor bigint not null constraint credits_balance_check check (balance_minor >= 0),
    constraint credits_pk primary key (cooperative_id, member_id, currency)
  );
  select platform.protect_tenant_table('dues.credits', 'SELECT, INSERT, UPDATE');
  create table dues.credit_entries (
    id uuid not null constraint credit_entries_pk primary key,
    cooperative_id uuid not null,
    member_id uuid not null,
    kind text not null constraint credit_entries_kind_check
      check (kind in
        ('line', 'return', 'undo', 'credited', 'set-off', 'refund', 'refund-failed')),
    amount_minor bigint not null constraint credit_entries_amount_check
      check (amount_minor <> 0),
    currency text not null,
    bank_line_id uuid,
    returns_line_id uuid,
    refund_id uuid,
    transaction_id uuid,
    recorded_at timestamptz not null,
    constraint credit_entries_line_check
      check ((bank_line_id is not null) = (kind in ('line', 'return', 'undo'))),
    constraint credit_entries_returns_check
      check (returns_line_id is null or kind in ('return', 'undo')),
    constraint credit_entries_refund_check
      check ((refund_id is not null) = (kind in ('refund', 'refund-failed')))
  );
  create index credit_entries_by_member on dues.credit_entries (cooperative_id, member_id, id);
  create index credit_entries_by_line on dues.credit_entries (cooperative_id, bank_line_id)
    where bank_line_id is not null;
  create index credit_entries_by_returned_line
    on dues.credit_entries (cooperative_id, returns_line_id) where returns_line_id is not null;
  create table dues.refunds (
    id uuid not null constraint refunds_pk primary key,
    cooperative_id uuid not null,
    member_id uuid not null,
    amount_minor bigint not null constraint refunds_amount_check check (amount_minor > 0),
    currency text not null,
    payout_id uuid not null,
    state text not null constraint refunds_state_check
      check (state in ('requested', 'paid', 'failed')),
    requested_by_account_id uuid,
    requested_at timestamptz not null,
    ended_at timestamptz,
    constraint refunds_payout_unique unique (cooperative_id, payout_id)
  );
  create index refunds_by_member on dues.refunds (cooperative_id, member_id, id);
  select platform.protect_tenant_table('dues.refunds', 'SELECT, INSERT, UPDATE')`;

/** What members paid too much until now is theirs, each by the line that brought it. */
const carried = `
  insert into dues.credit_entries (id, cooperative_id, member_id, kind, amount_minor, currency,
    bank_line_id, transaction_id, recorded_at)
  select gen_random_uuid(), cooperative_id, member_id, 'line', excess_minor, currency,
    bank_line_id, transaction_id, recorded_at
  from dues.payments where excess_minor > 0;
  insert into dues.credits (cooperative_id, member_id, currency, balance_minor)
  select cooperative_id, member_id, currency, sum(amount_minor)
  from dues.credit_entries group by cooperative_id, member_id, currency;
  alter table dues.payments drop column excess_minor;
  select platform.protect_tenant_table('dues.credit_entries', 'SELECT, INSERT');
  select platform.make_append_only('dues.credit_entries')`;

/**
 * Credit of members that works: what was paid too much is kept for each of them, set off, and paid
 * out; an invoice is credited, and what settled one is taken back when it comes back.
 */
export class DuesAddCredits1796190820002 implements MigrationInterface {
  readonly name = 'DuesAddCredits1796190820002';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [invoices, payments, notes, credits, carried]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
