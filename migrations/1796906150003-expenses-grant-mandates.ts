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
    constraint mandates_days_check check (ends_on >= starts_on),
    constraint mandates_ended_check
      check ((ended_at is null) = (ended_by_proposal_id is null))
  );
  select platform.protect_tenant_table('expenses.mandates', 'SELECT, INSERT, UPDATE');
  create table expenses.mandate_bills (
    expense_id uuid not null constraint mandate_bills_pk primary key
      constraint mandate_bills_expense_fk references expenses.expenses,
    cooperative_id uuid not null,
    mandate_id uuid not null constraint mandate_bills_mandate_fk references expenses.mandates,
    number text not null,
    billed_on date not null,
    period_start date not null,
    amount_minor bigint not null,
    constraint mandate_bills_number_unique unique (mandate_id, number),
    constraint mandate_bills_amount_check check (amount_minor > 0),
    constraint mandate_bills_number_check check (length(number) between 1 and 60)
  );
  create index mandate_bills_by_period
    on expenses.mandate_bills (cooperative_id, mandate_id, period_start);
  create index mandate_bills_by_day
    on expenses.mandate_bills (cooperative_id, mandate_id, billed_on, expense_id);
  select platform.protect_tenant_table('expenses.mandate_bills', 'SELECT, INSERT');
`;

/** The last word on what is paid without a vote: whoever inserts a bill waits for the others. */
const caps = `
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

  create function expenses.guard_mandate_bill() returns trigger language plpgsql as $function$
  declare
    m expenses.mandates;
    in_all bigint;
    in_period bigint;
  begin
    if tg_op <> 'INSERT' then
      raise exception 'a bill that was paid under a mandate stays'
        using errcode = 'restrict_violation';
    end if;
    select * into m from expenses.mandates
      where id = new.mandate_id and cooperative_id = new.cooperative_id for update;
    if not found or m.ended_at is not null or new.billed_on not between m.starts_on and m.ends_on
      or new.period_start <> date_trunc(m.period, new.billed_on::timestamp)::date then
      raise exception 'no mandate is in force for this bill' using errcode = 'restrict_violation';
    end if;
    perform from expenses.expenses e where e.id = new.expense_id
      and e.cooperative_id = new.cooperative_id and e.payee_kind = 'partner'
      and e.payee_id = m.partner_id and e.currency = m.currency
      and e.amount_minor = new.amount_minor and e.proposal_id = m.granted_by_proposal_id;
    if not found then
      raise exception 'a bill under a mandate is what its decision owes'
        using errcode = 'restrict_violation';
    end if;
    select coalesce(sum(amount_minor), 0),
        coalesce(sum(amount_minor) filter (where period_start = new.period_start), 0)
      into in_all, in_period from expenses.mandate_bills
      where cooperative_id = new.cooperative_id and mandate_id = new.mandate_id;
    if in_period + new.amount_minor > m.cap_minor or in_all + new.amount_minor > m.total_minor then
      raise exception 'a bill is within the caps of its mandate'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger guard_mandate_bill before insert or update or delete on expenses.mandate_bills
    for each row execute function expenses.guard_mandate_bill();
`;

/** Recurring bills that members allow up to a cap, without a vote on each. */
export class ExpensesGrantMandates1796906150003 implements MigrationInterface {
  readonly name = 'ExpensesGrantMandates1796906150003';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(mandates);
    await runner.query(caps);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
