import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Partners, what members used at theirs, the periods that are shared out, and the statements. */
export class PartnersCreateRoom1795100000000 implements MigrationInterface {
  readonly name = 'PartnersCreateRoom1795100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create schema partners; select platform.grant_schema('partners')`);
    await createPartners(runner);
    await createPeriods(runner);
    await createUsage(runner);
    await createStatements(runner);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

async function createPartners(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table partners.partners (
      id uuid not null constraint partners_pk primary key,
      cooperative_id uuid not null,
      name text not null,
      website text,
      agreed_on date not null,
      ended_on date,
      created_at timestamptz not null,
      constraint partners_name_unique unique (cooperative_id, name)
    );
    create table partners.meters (
      id uuid not null constraint meters_pk primary key,
      cooperative_id uuid not null,
      key text not null,
      name text not null,
      unit text not null,
      aggregation text not null constraint meters_aggregation_known
        check (aggregation in ('sum', 'count', 'max', 'last', 'unique')),
      created_at timestamptz not null,
      constraint meters_key_unique unique (cooperative_id, key)
    );
    create table partners.pool_policies (
      id uuid not null constraint pool_policies_pk primary key,
      cooperative_id uuid not null,
      version integer not null,
      rule text not null constraint pool_policies_rule_known
        check (rule in ('user-centric', 'pro-rata', 'equal-per-member', 'hybrid')),
      coop_share text not null,
      lambda text not null,
      meter_key text not null,
      currency text not null constraint pool_policies_currency check (currency ~ '^[A-Z]{3}$'),
      unused_goes_to text not null constraint pool_policies_unused_known
        check (unused_goes_to in ('solidarity', 'co-operative')),
      minimum_payout_minor bigint not null
        constraint pool_policies_minimum check (minimum_payout_minor >= 0),
      grace_days integer not null
        constraint pool_policies_grace check (grace_days between 0 and 60),
      adopted_at timestamptz not null,
      constraint pool_policies_version_unique unique (cooperative_id, version)
    );
    select platform.protect_tenant_table('partners.partners', 'SELECT, INSERT, UPDATE');
    select platform.protect_tenant_table('partners.meters', 'SELECT, INSERT');
    select platform.protect_tenant_table('partners.pool_policies', 'SELECT, INSERT');
    select platform.make_append_only('partners.pool_policies')`);
}

async function createPeriods(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table partners.periods (
      id uuid not null constraint periods_pk primary key,
      cooperative_id uuid not null,
      starts_on date not null,
      ends_on date not null,
      policy_id uuid not null
        constraint periods_policy_fk references partners.pool_policies (id),
      currency text not null,
      paid_minor bigint not null,
      coop_minor bigint not null,
      unused_minor bigint not null,
      carry jsonb not null,
      input_hash text not null,
      transaction_id uuid,
      closed_at timestamptz not null,
      constraint periods_start_unique unique (cooperative_id, starts_on),
      constraint periods_span check (ends_on >= starts_on)
    );
    select platform.protect_tenant_table('partners.periods', 'SELECT, INSERT');
    select platform.make_append_only('partners.periods')`);
}

async function createUsage(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table partners.usage_events (
      cooperative_id uuid not null,
      partner_id uuid not null,
      source text not null,
      event_id text not null,
      payload_hash text not null,
      meter_key text not null,
      member_id uuid not null,
      quantity numeric not null constraint usage_events_quantity check (quantity >= 0),
      occurred_at timestamptz not null,
      received_at timestamptz not null,
      period_id uuid,
      constraint usage_events_pk primary key (cooperative_id, partner_id, source, event_id)
    );
    create index usage_events_waiting
      on partners.usage_events (cooperative_id, occurred_at) where period_id is null;
    create index usage_events_by_period on partners.usage_events (period_id, partner_id);
    select platform.protect_tenant_table('partners.usage_events', 'SELECT, INSERT, UPDATE');
    create function partners.keep_usage_event() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' or old.period_id is not null or
        (old.cooperative_id, old.partner_id, old.source, old.event_id, old.payload_hash,
         old.meter_key, old.member_id, old.quantity, old.occurred_at, old.received_at)
        is distinct from
        (new.cooperative_id, new.partner_id, new.source, new.event_id, new.payload_hash,
         new.meter_key, new.member_id, new.quantity, new.occurred_at, new.received_at)
      then
        raise exception 'a usage event stays as it came, and counts in one period'
          using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
    create trigger keep_usage_event before update or delete on partners.usage_events
      for each row execute function partners.keep_usage_event()`);
}

async function createStatements(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table partners.statements (
      id uuid not null constraint statements_pk primary key,
      cooperative_id uuid not null,
      partner_id uuid not null
        constraint statements_partner_fk references partners.partners (id),
      period_id uuid not null constraint statements_period_fk references partners.periods (id),
      share_minor bigint not null constraint statements_share check (share_minor >= 0),
      accrued_minor bigint not null constraint statements_accrued check (accrued_minor >= 0),
      amount_minor bigint not null,
      currency text not null,
      events bigint not null,
      late_events bigint not null,
      events_hash text not null,
      quantity numeric not null,
      state text not null constraint statements_state_known
        check (state in ('draft', 'approved', 'accrued', 'paid', 'payout-failed')),
      approved_by_account_id uuid,
      approved_at timestamptz,
      transaction_id uuid,
      payout_id uuid,
      created_at timestamptz not null,
      constraint statements_one_per_period unique (cooperative_id, partner_id, period_id),
      constraint statements_sum check (amount_minor = share_minor + accrued_minor),
      constraint statements_payout_unique unique (payout_id)
    );
    create index statements_by_time on partners.statements (cooperative_id, created_at, id);
    select platform.protect_tenant_table('partners.statements', 'SELECT, INSERT, UPDATE');
    create function partners.keep_statement() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' or
        (old.id, old.cooperative_id, old.partner_id, old.period_id, old.share_minor,
         old.accrued_minor, old.currency, old.events, old.late_events, old.events_hash,
         old.quantity)
        is distinct from
        (new.id, new.cooperative_id, new.partner_id, new.period_id, new.share_minor,
         new.accrued_minor, new.currency, new.events, new.late_events, new.events_hash,
         new.quantity)
      then
        raise exception 'a statement stays as it was drawn up' using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
    create trigger keep_statement before update or delete on partners.statements
      for each row execute function partners.keep_statement()`);
}
