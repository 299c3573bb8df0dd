import type { MigrationInterface, QueryRunner } from 'typeorm';

const mandates = `
  create table expenses.mandates (
    id uuid not null constraint mandates_pk primary key,
    cooperative_id uuid not null,
    key text not null,
    title text not null,
    partner_id uuid not null,
    category text not null,
    currency text not null,
    period text not null,
    cap_minor bigint not null,
    total_minor bigint,
    starts_on date not null,
    ends_on date not null,
    grace_days integer not null,
    policy_key text not null,
    granted_at timestamptz not null,
    granted_by_proposal_id uuid not null,
    ended_at timestamptz,
    ended_by_proposal_id uuid,
    constraint mandates_key_unique unique (cooperative_id, key),
    constraint mandates_key_check check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(key) <= 60),
    constraint mandates_title_check check (length(title) between 1 and 120),
    constraint mandates_currency_check check (currency ~ '^[A-Z]{3}$'),
    constraint mandates_period_check check (period in ('month', 'quarter', 'year')),
    constraint mandates_caps_check
      check (cap_minor > 0 and (total_minor is null or total_minor >= cap_minor)),
    constraint mandates_days_check check (ends_on >= starts_on and ends_on < '3000-01-01'),
    constraint mandates_grace_check check (grace_days between 0 and 366),
    constraint mandates_ended_check
      check ((ended_at is null) = (ended_by_proposal_id is null))
  );
  select platform.protect_tenant_table('expenses.mandates', 'SELECT, INSERT, UPDATE');
  create table expenses.mandate_bills (
    id uuid not null constraint mandate_bills_pk primary key,
    cooperative_id uuid not null,
    mandate_id uuid not null constraint mandate_bills_mandate_fk references expenses.mandates,
    expense_id uuid constraint mandate_bills_expense_unique unique
      constraint mandate_bills_expense_fk references expenses.expenses,
    partner_id uuid not null,
    bill_hash text not null,
    state text not null,
    billed_on date not null,
    handed_in_on date not null,
    period_start date not null,
    amount_minor bigint not null,
    freed_at timestamptz,
    constraint mandate_bills_state_check check (state in ('owed', 'voided', 'claimed')),
    constraint mandate_bills_expense_check check ((expense_id is null) = (state = 'claimed')),
    constraint mandate_bills_hash_check check (bill_hash ~ '^[0-9a-f]{64}$'),
    constraint mandate_bills_amount_check check (amount_minor > 0),
    constraint mandate_bills_days_check check (handed_in_on >= billed_on)
  );
  create unique index mandate_bills_bill_unique
    on expenses.mandate_bills (cooperative_id, partner_id, bill_hash) where freed_at is null;
  create index mandate_bills_by_period
    on expenses.mandate_bills (cooperative_id, mandate_id, period_start);
  create index mandate_bills_by_day
    on expenses.mandate_bills (cooperative_id, mandate_id, billed_on, id);
  select platform.protect_tenant_table('expenses.mandate_bills', 'SELECT, INSERT, UPDATE');
`;

const ofMandates = `
  create function expenses.guard_mandate() returns trigger language plpgsql as $function$
  begin
    if tg_op = 'DELETE' or old.ended_at is not null
      or to_jsonb(new) - 'ended_at' - 'ended_by_proposal_id'
        <> to_jsonb(old) - 'ended_at' - 'ended_by_proposal_id' then
      raise exception 'a mandate stays as it was granted' using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger guard_mandate before update or delete on expenses.mandates
    for each row execute function expenses.guard_mandate();
`;

/** A bill stays as it was handed in: it is voided once, and its number freed once. */
const kept = `
  create function expenses.keep_mandate_bill() returns trigger language plpgsql as $function$
  begin
    if tg_op = 'DELETE'
      or to_jsonb(new) - 'state' - 'freed_at' <> to_jsonb(old) - 'state' - 'freed_at'
      or (new.state <> old.state and (old.state, new.state) <> ('owed', 'voided'))
      or (new.freed_at is distinct from old.freed_at
        and (old.freed_at is not null or new.state = 'owed')) then
      raise exception 'a bill under a mandate stays as it was handed in'
        using errcode = 'restrict_violation';
    end if;
    if new.state = 'voided' and not exists (select from expenses.expenses e
        where e.cooperative_id = new.cooperative_id and e.id = new.expense_id
          and e.status = 'voided') then
      raise exception 'a bill is voided with its debt' using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger keep_mandate_bill before update or delete on expenses.mandate_bills
    for each row execute function expenses.keep_mandate_bill();
`;

/** The last word on what is paid without a vote: whoever inserts a bill waits for the others. */
const caps = `
  create function expenses.guard_mandate_bill() returns trigger language plpgsql as $function$
  declare
    m expenses.mandates;
    in_all bigint;
    in_period bigint;
  begin
    select * into m from expenses.mandates
      where id = new.mandate_id and cooperative_id = new.cooperative_id for update;
    if not found or m.ended_at is not null or new.partner_id <> m.partner_id
      or new.billed_on not between m.starts_on and m.ends_on
      or new.handed_in_on > m.ends_on + m.grace_days
      or new.period_start <> date_trunc(m.period, new.billed_on::timestamp)::date
      or new.state = 'voided' or new.freed_at is not null then
      raise exception 'no mandate is in force for this bill' using errcode = 'restrict_violation';
    end if;
    if new.state = 'claimed' then
      return new;
    end if;
    perform from expenses.expenses e join payments.payouts p
        on p.cooperative_id = e.cooperative_id and p.id = e.payout_id
      where e.id = new.expense_id and e.cooperative_id = new.cooperative_id
        and e.status = 'approved' and e.payee_kind = 'partner' and e.payee_id = m.partner_id
        and e.currency = m.currency and e.amount_minor = new.amount_minor
        and e.proposal_id = m.granted_by_proposal_id and e.bill_partner_id = m.partner_id
        and e.bill_hash = new.bill_hash and p.entered_by_account_id is not null;
    if not found then
      raise exception 'a bill under a mandate is what its decision owes'
        using errcode = 'restrict_violation';
    end if;
    select coalesce(sum(amount_minor), 0),
        coalesce(sum(amount_minor) filter (where period_start = new.period_start), 0)
      into in_all, in_period from expenses.mandate_bills
      where cooperative_id = new.cooperative_id and mandate_id = new.mandate_id
        and state = 'owed';
    if in_period + new.amount_minor > m.cap_minor or in_all + new.amount_minor > m.total_minor then
      raise exception 'a bill is within the caps of its mandate'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger guard_mandate_bill before insert on expenses.mandate_bills
    for each row execute function expenses.guard_mandate_bill();
`;

/** Recurring bills that members allow up to a cap, without a vote on each. */
export class ExpensesGrantMandates1796906160032 implements MigrationInterface {
  readonly name = 'ExpensesGrantMandates1796906160032';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const step of [mandates, ofMandates, kept, caps]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
