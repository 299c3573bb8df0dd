import type { MigrationInterface, QueryRunner } from 'typeorm';

const transactions = `
  CREATE TABLE ledger.transactions (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    sequence bigint NOT NULL,
    recorded_in bigint NOT NULL,
    idempotency_key text NOT NULL,
    fingerprint text NOT NULL,
    effective_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    description text NOT NULL,
    source_kind text NOT NULL,
    source_id text NOT NULL,
    outside_fact text,
    reverses_id uuid,
    CONSTRAINT transactions_pkey PRIMARY KEY (id),
    CONSTRAINT transactions_identity_key UNIQUE (id, cooperative_id, effective_at),
    CONSTRAINT transactions_idempotency_key UNIQUE (cooperative_id, idempotency_key),
    CONSTRAINT transactions_outside_fact_key UNIQUE (cooperative_id, outside_fact),
    CONSTRAINT transactions_reverses_key UNIQUE (reverses_id),
    CONSTRAINT transactions_reverses_fkey FOREIGN KEY (reverses_id)
      REFERENCES ledger.transactions (id),
    CONSTRAINT transactions_fingerprint_check CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    CONSTRAINT transactions_texts_check CHECK (
      length(idempotency_key) BETWEEN 1 AND 200 AND length(description) BETWEEN 1 AND 500
      AND length(source_kind) BETWEEN 1 AND 100 AND length(source_id) BETWEEN 1 AND 200
      AND length(outside_fact) BETWEEN 1 AND 300),
    CONSTRAINT transactions_reversal_check
      CHECK (reverses_id IS NULL OR (reverses_id <> id AND outside_fact IS NULL))
  );
  CREATE INDEX transactions_by_time
    ON ledger.transactions (cooperative_id, effective_at, sequence);
  CREATE INDEX transactions_by_source
    ON ledger.transactions (cooperative_id, source_kind, source_id);
  SELECT platform.protect_tenant_table('ledger.transactions', 'SELECT, INSERT');
  SELECT platform.make_append_only('ledger.transactions');
`;

const postings = `
  CREATE TABLE ledger.postings (
    transaction_id uuid NOT NULL,
    position integer NOT NULL,
    cooperative_id uuid NOT NULL,
    account_id uuid NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    effective_at timestamptz NOT NULL,
    memo text,
    CONSTRAINT postings_pkey PRIMARY KEY (transaction_id, position),
    CONSTRAINT postings_transaction_fkey FOREIGN KEY (transaction_id, cooperative_id, effective_at)
      REFERENCES ledger.transactions (id, cooperative_id, effective_at),
    CONSTRAINT postings_account_fkey FOREIGN KEY (account_id, cooperative_id, currency)
      REFERENCES ledger.accounts (id, cooperative_id, currency),
    CONSTRAINT postings_amount_check CHECK (amount_minor <> 0
      AND amount_minor <> '-9223372036854775808'::bigint),
    CONSTRAINT postings_position_check CHECK (position >= 1),
    CONSTRAINT postings_memo_check CHECK (length(memo) BETWEEN 1 AND 500)
  );
  CREATE INDEX postings_by_account
    ON ledger.postings (account_id, effective_at, transaction_id, position);
  SELECT platform.protect_tenant_table('ledger.postings', 'SELECT, INSERT');
  SELECT platform.make_append_only('ledger.postings');
`;

const exchanges = `
  CREATE TABLE ledger.exchanges (
    transaction_id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    sold_minor bigint NOT NULL,
    sold_currency text NOT NULL,
    bought_minor bigint NOT NULL,
    bought_currency text NOT NULL,
    rate numeric NOT NULL,
    rate_source text NOT NULL,
    CONSTRAINT exchanges_pkey PRIMARY KEY (transaction_id),
    CONSTRAINT exchanges_transaction_fkey FOREIGN KEY (transaction_id)
      REFERENCES ledger.transactions (id),
    CONSTRAINT exchanges_amounts_check
      CHECK (sold_minor > 0 AND bought_minor > 0 AND rate > 0
        AND sold_currency <> bought_currency),
    CONSTRAINT exchanges_rate_source_check CHECK (length(rate_source) BETWEEN 1 AND 200)
  );
  SELECT platform.protect_tenant_table('ledger.exchanges', 'SELECT, INSERT');
  SELECT platform.make_append_only('ledger.exchanges');
`;

/**
 * What is stamped on a transaction cannot be forged: its place in the order of the books, and the
 * database transaction that recorded it, which is the only one that may still add postings to it.
 */
const recording = `
  CREATE FUNCTION ledger.stamp_transaction() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
      RAISE EXCEPTION 'the books are written at read committed, where a wait ends in fresh data'
        USING ERRCODE = 'feature_not_supported';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(ledger.books_lock(NEW.cooperative_id));
    NEW.sequence := nextval('ledger.sequence');
    NEW.recorded_in := pg_current_xact_id()::text::bigint;
    RETURN NEW;
  END $$;

  CREATE FUNCTION ledger.check_transaction_time() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    IF EXISTS (SELECT FROM ledger.period_locks
      WHERE cooperative_id = NEW.cooperative_id AND locked_before > NEW.effective_at)
    THEN
      RAISE EXCEPTION 'The books are closed for that day: record it today instead.'
        USING ERRCODE = 'P0001', DETAIL = 'BOOKS_CLOSED';
    END IF;
    RETURN NULL;
  END $$;

  CREATE FUNCTION ledger.check_reversal() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    original ledger.transactions;
  BEGIN
    SELECT * INTO original FROM ledger.transactions
      WHERE id = NEW.reverses_id AND cooperative_id = NEW.cooperative_id;
    IF original.id IS NULL THEN
      RAISE EXCEPTION 'There is no such transaction to reverse.'
        USING ERRCODE = 'P0001', DETAIL = 'TRANSACTION_NOT_FOUND';
    ELSIF original.reverses_id IS NOT NULL THEN
      RAISE EXCEPTION 'A reversal is not reversed: record what happened as a new transaction.'
        USING ERRCODE = 'P0001', DETAIL = 'REVERSAL_OF_REVERSAL';
    ELSIF original.recorded_in = NEW.recorded_in THEN
      RAISE EXCEPTION 'a transaction is reversed only after it was committed'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$;

  CREATE TRIGGER transactions_stamp BEFORE INSERT ON ledger.transactions
    FOR EACH ROW EXECUTE FUNCTION ledger.stamp_transaction();
  CREATE TRIGGER transactions_check_time AFTER INSERT ON ledger.transactions
    FOR EACH ROW EXECUTE FUNCTION ledger.check_transaction_time();
  CREATE TRIGGER transactions_check_reversal AFTER INSERT ON ledger.transactions
    FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION ledger.check_reversal();
`;

/** Cached balances move in the statement that inserts the postings, whoever inserts them. */
const balances = `
  CREATE FUNCTION ledger.apply_postings() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    IF EXISTS (SELECT FROM added JOIN ledger.transactions t ON t.id = added.transaction_id
      WHERE t.recorded_in <> pg_current_xact_id()::text::bigint)
    THEN
      RAISE EXCEPTION 'postings are never added to a transaction that is already recorded'
        USING ERRCODE = 'restrict_violation';
    END IF;
    UPDATE ledger.accounts a SET balance_minor = a.balance_minor + moved.amount_minor
      FROM (SELECT account_id, sum(amount_minor)::bigint AS amount_minor
        FROM added GROUP BY account_id) moved
      WHERE a.id = moved.account_id;
    RETURN NULL;
  END $$;

  CREATE TRIGGER postings_apply AFTER INSERT ON ledger.postings
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.apply_postings();

  CREATE FUNCTION ledger.check_exchange() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM ledger.transactions t
      WHERE t.id = NEW.transaction_id AND t.cooperative_id = NEW.cooperative_id
        AND t.recorded_in = pg_current_xact_id()::text::bigint)
    THEN
      RAISE EXCEPTION 'a rate is recorded together with its transaction'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$;

  CREATE TRIGGER exchanges_check AFTER INSERT ON ledger.exchanges
    FOR EACH ROW EXECUTE FUNCTION ledger.check_exchange();
`;

/**
 * The laws of a whole transaction, asked at commit. They are asked for the header and for each
 * posting, so that neither a header alone nor a posting added after an early check gets past them,
 * and as the owner, so that hiding rows behind another tenant helps nobody.
 */
const laws = `
  CREATE FUNCTION ledger.check_laws(checked uuid) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  DECLARE
    postings bigint;
    currencies text[];
    balanced boolean;
    original uuid;
  BEGIN
    SELECT coalesce(sum(c.postings), 0), array_agg(c.currency ORDER BY c.currency COLLATE "C"),
        coalesce(bool_and(c.total = 0), false)
      INTO postings, currencies, balanced
      FROM (SELECT p.currency, count(*) AS postings, sum(p.amount_minor) AS total
        FROM ledger.postings p WHERE p.transaction_id = checked GROUP BY p.currency) c;
    IF postings < 2 THEN
      RAISE EXCEPTION 'A transaction has at least two postings.'
        USING ERRCODE = 'P0001', DETAIL = 'TOO_FEW_POSTINGS';
    ELSIF NOT balanced THEN
      RAISE EXCEPTION 'The postings of a transaction sum to zero in each currency.'
        USING ERRCODE = 'P0001', DETAIL = 'UNBALANCED_POSTINGS';
    END IF;
    SELECT t.reverses_id INTO original FROM ledger.transactions t WHERE t.id = checked;
    IF original IS NOT NULL THEN
      PERFORM ledger.check_mirror(checked, original);
    ELSIF cardinality(currencies) > 1 AND NOT EXISTS (SELECT FROM ledger.exchanges e
      WHERE e.transaction_id = checked AND currencies = CASE
        WHEN e.sold_currency COLLATE "C" < e.bought_currency COLLATE "C"
        THEN ARRAY[e.sold_currency, e.bought_currency]
        ELSE ARRAY[e.bought_currency, e.sold_currency] END)
    THEN
      RAISE EXCEPTION 'Two currencies meet only in an exchange with its rate.'
        USING ERRCODE = 'P0001', DETAIL = 'MIXED_CURRENCIES';
    END IF;
  END $$;

  CREATE FUNCTION ledger.check_mirror(reversal uuid, original uuid) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  BEGIN
    IF EXISTS (
      (SELECT account_id, -amount_minor FROM ledger.postings WHERE transaction_id = original
       EXCEPT ALL
       SELECT account_id, amount_minor FROM ledger.postings WHERE transaction_id = reversal)
      UNION ALL
      (SELECT account_id, amount_minor FROM ledger.postings WHERE transaction_id = reversal
       EXCEPT ALL
       SELECT account_id, -amount_minor FROM ledger.postings WHERE transaction_id = original))
    THEN
      RAISE EXCEPTION 'A reversal mirrors its transaction posting by posting.'
        USING ERRCODE = 'P0001', DETAIL = 'REVERSAL_DOES_NOT_MIRROR';
    END IF;
  END $$;

  CREATE FUNCTION ledger.check_header_laws() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    PERFORM ledger.check_laws(NEW.id);
    RETURN NULL;
  END $$;

  CREATE FUNCTION ledger.check_posting_laws() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    PERFORM ledger.check_laws(NEW.transaction_id);
    RETURN NULL;
  END $$;

  REVOKE ALL ON FUNCTION ledger.check_laws(uuid), ledger.check_mirror(uuid, uuid) FROM PUBLIC;

  CREATE CONSTRAINT TRIGGER transactions_laws AFTER INSERT ON ledger.transactions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.check_header_laws();
  CREATE CONSTRAINT TRIGGER postings_laws AFTER INSERT ON ledger.postings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.check_posting_laws();
`;

/** Transactions and their postings: they only grow, and balance at every commit. */
export class LedgerCreateTransactions1795030000001 implements MigrationInterface {
  readonly name = 'LedgerCreateTransactions1795030000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [transactions, postings, exchanges, recording, balances, laws]) {
      await runner.query(step);
    }
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
