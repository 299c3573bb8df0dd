import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An envelope of money: what is in it is the balance of its ledger account. */
const funds = `
  CREATE TABLE treasury.funds (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    purpose text NOT NULL,
    currency text NOT NULL,
    limit_minor bigint,
    account_id uuid NOT NULL,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    CONSTRAINT funds_pkey PRIMARY KEY (id),
    CONSTRAINT funds_key_key UNIQUE (cooperative_id, key),
    CONSTRAINT funds_account_key UNIQUE (account_id),
    CONSTRAINT funds_key_check CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
    CONSTRAINT funds_name_check CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT funds_purpose_check CHECK (length(purpose) BETWEEN 1 AND 2000),
    CONSTRAINT funds_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT funds_limit_check CHECK (limit_minor > 0),
    CONSTRAINT funds_closed_check CHECK (closed_at >= opened_at)
  );
  SELECT platform.protect_tenant_table('treasury.funds',
    'SELECT, INSERT, UPDATE (name, purpose, limit_minor, closed_at)');
`;

/** A closed period keeps the balances it was closed with, so that anyone can compare them later. */
const periods = `
  CREATE TABLE treasury.accounting_periods (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    starts_on date,
    ends_on date NOT NULL,
    closed_at timestamptz NOT NULL,
    closed_by_account_id uuid,
    CONSTRAINT accounting_periods_pkey PRIMARY KEY (id),
    CONSTRAINT accounting_periods_identity_key UNIQUE (id, cooperative_id),
    CONSTRAINT accounting_periods_end_key UNIQUE (cooperative_id, ends_on),
    CONSTRAINT accounting_periods_order_check CHECK (starts_on <= ends_on)
  );
  SELECT platform.protect_tenant_table('treasury.accounting_periods', 'SELECT, INSERT');
  SELECT platform.make_append_only('treasury.accounting_periods');

  CREATE TABLE treasury.closing_balances (
    period_id uuid NOT NULL,
    account_id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    currency text NOT NULL,
    balance_minor bigint NOT NULL,
    CONSTRAINT closing_balances_pkey PRIMARY KEY (period_id, account_id),
    CONSTRAINT closing_balances_period_fkey FOREIGN KEY (period_id, cooperative_id)
      REFERENCES treasury.accounting_periods (id, cooperative_id)
  );
  SELECT platform.protect_tenant_table('treasury.closing_balances', 'SELECT, INSERT');
  SELECT platform.make_append_only('treasury.closing_balances');
`;

/** Funds, and accounting periods with the balances they were closed with. */
export class TreasuryCreateFunds1795040000000 implements MigrationInterface {
  readonly name = 'TreasuryCreateFunds1795040000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SCHEMA treasury; SELECT platform.grant_schema('treasury');`);
    await runner.query(funds);
    await runner.query(periods);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
