import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A hold reserves money against the account's normal side until it is resolved, once. */
const holds = `
  CREATE TABLE ledger.holds (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    account_id uuid NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    idempotency_key text NOT NULL,
    fingerprint text NOT NULL,
    source_kind text NOT NULL,
    source_id text NOT NULL,
    placed_at timestamptz NOT NULL,
    expires_at timestamptz,
    state text NOT NULL,
    posted_minor bigint,
    transaction_id uuid,
    resolved_at timestamptz,
    CONSTRAINT holds_pkey PRIMARY KEY (id),
    CONSTRAINT holds_idempotency_key UNIQUE (cooperative_id, idempotency_key),
    CONSTRAINT holds_transaction_key UNIQUE (transaction_id),
    CONSTRAINT holds_account_fkey FOREIGN KEY (account_id, cooperative_id, currency)
      REFERENCES ledger.accounts (id, cooperative_id, currency),
    CONSTRAINT holds_transaction_fkey FOREIGN KEY (transaction_id)
      REFERENCES ledger.transactions (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT holds_amount_check CHECK (amount_minor > 0),
    CONSTRAINT holds_fingerprint_check CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    CONSTRAINT holds_texts_check CHECK (length(idempotency_key) BETWEEN 1 AND 200
      AND length(source_kind) BETWEEN 1 AND 100 AND length(source_id) BETWEEN 1 AND 200),
    CONSTRAINT holds_expiry_check CHECK (expires_at > placed_at),
    CONSTRAINT holds_state_check CHECK (CASE state
      WHEN 'open' THEN resolved_at IS NULL AND transaction_id IS NULL AND posted_minor IS NULL
      WHEN 'posted' THEN resolved_at IS NOT NULL AND transaction_id IS NOT NULL
        AND posted_minor IS NOT NULL AND posted_minor BETWEEN 1 AND amount_minor
      WHEN 'voided' THEN resolved_at IS NOT NULL AND transaction_id IS NULL
        AND posted_minor IS NULL
      WHEN 'expired' THEN resolved_at IS NOT NULL AND transaction_id IS NULL
        AND posted_minor IS NULL AND expires_at IS NOT NULL AND expires_at <= resolved_at
      ELSE false END)
  ) WITH (fillfactor = 80);
  CREATE INDEX holds_open_by_account ON ledger.holds (account_id) WHERE state = 'open';
  CREATE INDEX holds_open_by_expiry ON ledger.holds (cooperative_id, expires_at)
    WHERE state = 'open' AND expires_at IS NOT NULL;
  CREATE INDEX holds_by_source ON ledger.holds (cooperative_id, source_kind, source_id);
  SELECT platform.protect_tenant_table('ledger.holds',
    'SELECT, INSERT, UPDATE (state, posted_minor, transaction_id, resolved_at)');
`;

/** The only change of a hold is its resolution; the held amount of its account moves with it. */
const holdGuards = `
  CREATE FUNCTION ledger.resolve_hold_once() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'open' THEN
        RAISE EXCEPTION 'a hold is placed open' USING ERRCODE = 'restrict_violation';
      END IF;
    ELSIF TG_OP = 'UPDATE' THEN
      IF OLD.state <> 'open' THEN
        RAISE EXCEPTION 'The hold was resolved before.'
          USING ERRCODE = 'P0001', DETAIL = 'HOLD_RESOLVED';
      ELSIF NEW.state = 'open' OR (NEW.id, NEW.cooperative_id, NEW.account_id, NEW.currency,
          NEW.amount_minor, NEW.idempotency_key, NEW.fingerprint, NEW.source_kind, NEW.source_id,
          NEW.placed_at, NEW.expires_at) IS DISTINCT FROM (OLD.id, OLD.cooperative_id,
          OLD.account_id, OLD.currency, OLD.amount_minor, OLD.idempotency_key, OLD.fingerprint,
          OLD.source_kind, OLD.source_id, OLD.placed_at, OLD.expires_at)
      THEN
        RAISE EXCEPTION 'a hold is never changed, only resolved'
          USING ERRCODE = 'restrict_violation';
      END IF;
    ELSE
      RAISE EXCEPTION 'ledger.holds rows are never removed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;

  CREATE TRIGGER holds_resolve_once BEFORE INSERT OR UPDATE OR DELETE ON ledger.holds
    FOR EACH ROW EXECUTE FUNCTION ledger.resolve_hold_once();
  CREATE TRIGGER holds_remain BEFORE TRUNCATE ON ledger.holds
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.resolve_hold_once();

  CREATE FUNCTION ledger.apply_hold() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    UPDATE ledger.accounts SET held_minor = held_minor
        + CASE TG_OP WHEN 'INSERT' THEN NEW.amount_minor ELSE -NEW.amount_minor END
      WHERE id = NEW.account_id;
    RETURN NULL;
  END $$;

  CREATE TRIGGER holds_apply AFTER INSERT OR UPDATE ON ledger.holds
    FOR EACH ROW EXECUTE FUNCTION ledger.apply_hold();
`;

/** A posted hold's transaction takes exactly what it says from the held account, and no more. */
const holdLaw = `
  CREATE FUNCTION ledger.check_hold_posted() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    drawn numeric;
  BEGIN
    SELECT sum(CASE WHEN a.kind IN ('asset', 'expense')
        THEN -p.amount_minor ELSE p.amount_minor END) INTO drawn
      FROM ledger.postings p
      JOIN ledger.accounts a ON a.id = p.account_id
      JOIN ledger.transactions t ON t.id = p.transaction_id
      WHERE p.transaction_id = NEW.transaction_id AND p.account_id = NEW.account_id
        AND t.recorded_in = pg_current_xact_id()::text::bigint;
    IF drawn IS DISTINCT FROM NEW.posted_minor THEN
      RAISE EXCEPTION 'a hold is posted by a transaction that takes just that from its account'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$;

  CREATE CONSTRAINT TRIGGER holds_posted_law AFTER UPDATE ON ledger.holds
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'posted')
    EXECUTE FUNCTION ledger.check_hold_posted();
`;

/** Reservations on accounts: placed once, resolved once. */
export class LedgerCreateHolds1795030000002 implements MigrationInterface {
  readonly name = 'LedgerCreateHolds1795030000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [holds, holdGuards, holdLaw]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
