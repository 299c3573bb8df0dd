import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An account carries its own cached balance, so that the floor is a plain check constraint on one
 * row and the lock on that row is what orders everybody who wants the same money.
 */
const accounts = `
  CREATE TABLE ledger.accounts (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    currency text NOT NULL,
    floor_minor bigint,
    balance_minor bigint NOT NULL DEFAULT 0,
    held_minor bigint NOT NULL DEFAULT 0,
    opened_at timestamptz NOT NULL,
    CONSTRAINT ledger_accounts_pkey PRIMARY KEY (id),
    CONSTRAINT ledger_accounts_code_key UNIQUE (cooperative_id, code, currency),
    CONSTRAINT ledger_accounts_identity_key UNIQUE (id, cooperative_id, currency),
    CONSTRAINT ledger_accounts_code_check CHECK (code ~ '^[a-z][A-Za-z0-9:._-]{0,99}$'),
    CONSTRAINT ledger_accounts_name_check CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT ledger_accounts_kind_check
      CHECK (kind IN ('asset', 'liability', 'equity', 'income', 'expense')),
    CONSTRAINT ledger_accounts_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT ledger_accounts_held_check CHECK (held_minor >= 0),
    CONSTRAINT ledger_accounts_floor_check CHECK (floor_minor IS NULL
      OR (CASE WHEN kind IN ('asset', 'expense') THEN balance_minor ELSE -balance_minor END)
        - held_minor >= floor_minor)
  ) WITH (fillfactor = 70);
  SELECT platform.protect_tenant_table('ledger.accounts',
    'SELECT, INSERT (id, cooperative_id, code, name, kind, currency, floor_minor, opened_at), '
    'UPDATE (name, floor_minor)');
`;

/** Balances and held amounts follow postings and holds, and nothing else ever moves them. */
const accountGuards = `
  CREATE FUNCTION ledger.refuse_account_change() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  BEGIN
    RAISE EXCEPTION 'ledger.accounts: %', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
  END $$;

  CREATE TRIGGER accounts_start_empty BEFORE INSERT ON ledger.accounts FOR EACH ROW
    WHEN (NEW.balance_minor <> 0 OR NEW.held_minor <> 0)
    EXECUTE FUNCTION ledger.refuse_account_change('an account starts empty');
  CREATE TRIGGER accounts_stay_themselves BEFORE UPDATE ON ledger.accounts FOR EACH ROW
    WHEN ((NEW.id, NEW.cooperative_id, NEW.code, NEW.kind, NEW.currency, NEW.opened_at)
      IS DISTINCT FROM
        (OLD.id, OLD.cooperative_id, OLD.code, OLD.kind, OLD.currency, OLD.opened_at))
    EXECUTE FUNCTION ledger.refuse_account_change(
      'code, kind and currency are never changed');
  CREATE TRIGGER accounts_follow_postings BEFORE UPDATE ON ledger.accounts FOR EACH ROW
    WHEN (pg_trigger_depth() = 0 AND (NEW.balance_minor, NEW.held_minor)
      IS DISTINCT FROM (OLD.balance_minor, OLD.held_minor))
    EXECUTE FUNCTION ledger.refuse_account_change(
      'balances are never changed but by postings and holds');
  CREATE TRIGGER accounts_remain BEFORE DELETE ON ledger.accounts FOR EACH ROW
    EXECUTE FUNCTION ledger.refuse_account_change('accounts are never removed');
  CREATE TRIGGER accounts_remain_all BEFORE TRUNCATE ON ledger.accounts FOR EACH STATEMENT
    EXECUTE FUNCTION ledger.refuse_account_change('accounts are never removed');
`;

/**
 * A closed period is a watermark: what takes effect before it can no longer be recorded. Whoever
 * closes waits for the postings that are under way, and those that come later see the watermark.
 */
const periodLocks = `
  CREATE SEQUENCE ledger.sequence AS bigint;

  CREATE TABLE ledger.period_locks (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    locked_before timestamptz NOT NULL,
    sequence bigint NOT NULL,
    locked_at timestamptz NOT NULL,
    CONSTRAINT period_locks_pkey PRIMARY KEY (id),
    CONSTRAINT period_locks_before_key UNIQUE (cooperative_id, locked_before)
  );
  SELECT platform.protect_tenant_table('ledger.period_locks', 'SELECT, INSERT');
  SELECT platform.make_append_only('ledger.period_locks');

  CREATE FUNCTION ledger.books_lock(cooperative uuid) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.hashtextextended(cooperative::text, 7700)
  $$;

  CREATE FUNCTION ledger.close_books() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(ledger.books_lock(NEW.cooperative_id));
    IF EXISTS (SELECT FROM ledger.period_locks
      WHERE cooperative_id = NEW.cooperative_id AND locked_before >= NEW.locked_before)
    THEN
      RAISE EXCEPTION 'The books are closed up to that day already.'
        USING ERRCODE = 'P0001', DETAIL = 'BOOKS_CLOSED';
    END IF;
    NEW.sequence := nextval('ledger.sequence');
    RETURN NEW;
  END $$;

  CREATE TRIGGER period_locks_close_books BEFORE INSERT ON ledger.period_locks
    FOR EACH ROW EXECUTE FUNCTION ledger.close_books();
`;

/** Accounts with their cached balances and floors, and the watermark of closed periods. */
export class LedgerCreateAccounts1795030000000 implements MigrationInterface {
  readonly name = 'LedgerCreateAccounts1795030000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SCHEMA ledger; SELECT platform.grant_schema('ledger');`);
    for (const step of [accounts, accountGuards, periodLocks]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
