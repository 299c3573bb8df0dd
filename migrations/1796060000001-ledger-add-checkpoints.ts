import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A posting carries its transaction's place in the order of the books, so that an account's
 * statement is one stretch of one index. A batch at a time, by the transactions' own key.
 */
const places = `
  ALTER TABLE ledger.postings ADD COLUMN sequence bigint;
  ALTER TABLE ledger.postings DISABLE TRIGGER refuse_change;
  DO $$
  DECLARE
    batch uuid[];
    past uuid := '00000000-0000-0000-0000-000000000000';
  BEGIN
    LOOP
      SELECT array_agg(id ORDER BY id) INTO batch
        FROM (SELECT id FROM ledger.transactions WHERE id > past ORDER BY id LIMIT 5000) next;
      EXIT WHEN batch IS NULL;
      UPDATE ledger.postings p SET sequence = t.sequence
        FROM ledger.transactions t WHERE t.id = ANY (batch) AND p.transaction_id = t.id;
      past := batch[cardinality(batch)];
    END LOOP;
  END $$;
  ALTER TABLE ledger.postings ENABLE TRIGGER refuse_change;
  ALTER TABLE ledger.postings ALTER COLUMN sequence SET NOT NULL;
  DROP INDEX ledger.postings_by_account;
  CREATE INDEX postings_by_account
    ON ledger.postings (account_id, effective_at, sequence, position);

  CREATE FUNCTION ledger.place_posting() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    SELECT t.sequence INTO NEW.sequence FROM ledger.transactions t WHERE t.id = NEW.transaction_id;
    RETURN NEW;
  END $$;
  CREATE TRIGGER postings_place BEFORE INSERT ON ledger.postings
    FOR EACH ROW WHEN (NEW.sequence IS NULL) EXECUTE FUNCTION ledger.place_posting();
`;

/** What went onto an account's debit side, beside its balance; together they tell both sides. */
const debits = `
  ALTER TABLE ledger.accounts ADD COLUMN debited_minor numeric NOT NULL DEFAULT 0;
  ALTER TABLE ledger.accounts ADD COLUMN checkpointed_before timestamptz;
  UPDATE ledger.accounts a SET debited_minor = p.debited_minor
    FROM (SELECT account_id, sum(amount_minor) AS debited_minor FROM ledger.postings
      WHERE amount_minor > 0 GROUP BY account_id) p
    WHERE p.account_id = a.id;

  DROP TRIGGER accounts_start_empty ON ledger.accounts;
  CREATE TRIGGER accounts_start_empty BEFORE INSERT ON ledger.accounts FOR EACH ROW
    WHEN (NEW.balance_minor <> 0 OR NEW.held_minor <> 0 OR NEW.debited_minor <> 0)
    EXECUTE FUNCTION ledger.refuse_account_change('an account starts empty');
  DROP TRIGGER accounts_follow_postings ON ledger.accounts;
  CREATE TRIGGER accounts_follow_postings BEFORE UPDATE ON ledger.accounts FOR EACH ROW
    WHEN (pg_trigger_depth() = 0 AND (NEW.balance_minor, NEW.held_minor, NEW.debited_minor)
      IS DISTINCT FROM (OLD.balance_minor, OLD.held_minor, OLD.debited_minor))
    EXECUTE FUNCTION ledger.refuse_account_change(
      'balances are never changed but by postings and holds');
`;

/**
 * A checkpoint says what all postings of an account come to that stand before its key, in the order
 * of statements: when they took effect, then when they were recorded.
 */
const checkpoints = `
  CREATE TABLE ledger.balance_checkpoints (
    account_id uuid NOT NULL,
    effective_at timestamptz NOT NULL,
    sequence bigint NOT NULL,
    position integer NOT NULL,
    cooperative_id uuid NOT NULL,
    currency text NOT NULL,
    balance_minor numeric NOT NULL,
    debited_minor numeric NOT NULL,
    CONSTRAINT balance_checkpoints_pk PRIMARY KEY (account_id, effective_at, sequence, position),
    CONSTRAINT balance_checkpoints_account_fk FOREIGN KEY (account_id, cooperative_id, currency)
      REFERENCES ledger.accounts (id, cooperative_id, currency)
  );
  SELECT platform.protect_tenant_table('ledger.balance_checkpoints', 'SELECT');

  CREATE FUNCTION ledger.write_checkpoints(p_account_id uuid, p_until timestamptz)
  RETURNS integer LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  DECLARE
    account ledger.accounts;
    newest ledger.balance_checkpoints;
    written integer;
  BEGIN
    -- Whoever posts to the account waits: what is summed up here is all there is.
    SELECT * INTO STRICT account FROM ledger.accounts WHERE id = p_account_id FOR NO KEY UPDATE;
    SELECT * INTO newest FROM ledger.balance_checkpoints c WHERE c.account_id = p_account_id
      ORDER BY c.effective_at DESC, c.sequence DESC, c.position DESC LIMIT 1;
    WITH later AS (
      SELECT p.effective_at, p.sequence, p.position, p.amount_minor,
          greatest(p.amount_minor, 0) AS debit_minor,
          sum(p.amount_minor) OVER earlier AS moved_minor,
          sum(greatest(p.amount_minor, 0)) OVER earlier AS debited_minor,
          row_number() OVER (ORDER BY p.effective_at, p.sequence, p.position) AS nth
        FROM ledger.postings p
        WHERE p.account_id = p_account_id AND p.effective_at < p_until
          AND (p.effective_at, p.sequence, p.position) >= (
            coalesce(newest.effective_at, '-infinity'), coalesce(newest.sequence, 0),
            coalesce(newest.position, 0))
        WINDOW earlier AS (ORDER BY p.effective_at, p.sequence, p.position
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ), months AS (
      SELECT (date_trunc('month', effective_at AT TIME ZONE 'UTC') + interval '1 month')
            AT TIME ZONE 'UTC' AS ends_at,
          sum(amount_minor) AS moved_minor, sum(debit_minor) AS debited_minor
        FROM later GROUP BY 1
    ), marks AS (
      SELECT effective_at, sequence, position, moved_minor, debited_minor
        FROM later WHERE nth > 1 AND nth % 256 = 1
      UNION ALL
      SELECT ends_at, 0, 0, sum(moved_minor) OVER (ORDER BY ends_at),
          sum(debited_minor) OVER (ORDER BY ends_at)
        FROM months WHERE ends_at <= p_until
    ), added AS (
      INSERT INTO ledger.balance_checkpoints (account_id, effective_at, sequence, position,
          cooperative_id, currency, balance_minor, debited_minor)
        SELECT p_account_id, effective_at, sequence, position, account.cooperative_id,
            account.currency, coalesce(newest.balance_minor, 0) + moved_minor,
            coalesce(newest.debited_minor, 0) + debited_minor
          FROM marks
        RETURNING effective_at
    ), noted AS (
      UPDATE ledger.accounts SET checkpointed_before = (SELECT max(effective_at) FROM added)
        WHERE id = p_account_id AND EXISTS (SELECT FROM added)
    )
    SELECT count(*) INTO written FROM added;
    RETURN written;
  END $$;
  REVOKE ALL ON FUNCTION ledger.write_checkpoints(uuid, timestamptz) FROM PUBLIC;

  -- The service's way in: accounts of its own co-operative only.
  CREATE FUNCTION ledger.keep_checkpoints(p_account_id uuid, p_until timestamptz)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM ledger.accounts
      WHERE id = p_account_id AND cooperative_id = platform.current_cooperative())
    THEN
      RETURN 0;
    END IF;
    RETURN ledger.write_checkpoints(p_account_id, p_until);
  END $$;
  SELECT platform.grant_function('ledger.keep_checkpoints(uuid, timestamptz)');

  DO $$
  DECLARE
    account uuid;
  BEGIN
    FOR account IN SELECT id FROM ledger.accounts ORDER BY id LOOP
      PERFORM ledger.write_checkpoints(account, now());
    END LOOP;
  END $$;
`;

/** A posting that takes effect before a checkpoint belongs to it, and to all later ones. */
const applying = `
  CREATE OR REPLACE FUNCTION ledger.apply_postings() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    is_late boolean;
  BEGIN
    IF EXISTS (SELECT FROM added JOIN ledger.transactions t ON t.id = added.transaction_id
      WHERE t.recorded_in <> pg_current_xact_id()::text::bigint OR t.sequence <> added.sequence)
    THEN
      RAISE EXCEPTION 'postings are never added to a transaction that is already recorded'
        USING ERRCODE = 'restrict_violation';
    END IF;
    WITH moved AS (
      SELECT account_id, sum(amount_minor)::bigint AS amount_minor,
          sum(greatest(amount_minor, 0)) AS debit_minor, min(effective_at) AS earliest
        FROM added GROUP BY account_id
    ), changed AS (
      UPDATE ledger.accounts a SET balance_minor = a.balance_minor + moved.amount_minor,
          debited_minor = a.debited_minor + moved.debit_minor
        FROM moved WHERE a.id = moved.account_id
        RETURNING a.checkpointed_before >= moved.earliest AS is_late
    )
    SELECT bool_or(changed.is_late) INTO is_late FROM changed;
    IF is_late THEN
      UPDATE ledger.balance_checkpoints c
        SET balance_minor = c.balance_minor + late.amount_minor,
          debited_minor = c.debited_minor + late.debit_minor
        FROM (SELECT k.account_id, k.effective_at, k.sequence, k.position,
            sum(added.amount_minor) AS amount_minor,
            sum(greatest(added.amount_minor, 0)) AS debit_minor
          FROM added JOIN ledger.balance_checkpoints k ON k.account_id = added.account_id
            AND (k.effective_at, k.sequence, k.position)
              > (added.effective_at, added.sequence, added.position)
          GROUP BY k.account_id, k.effective_at, k.sequence, k.position) late
        WHERE (c.account_id, c.effective_at, c.sequence, c.position)
          = (late.account_id, late.effective_at, late.sequence, late.position);
    END IF;
    RETURN NULL;
  END $$;
`;

/** The hot path as it was, with the posting's place in the order of the books. */
const postTransaction = `
  CREATE OR REPLACE FUNCTION ledger.post_transaction(
    p_id uuid, p_cooperative_id uuid, p_idempotency_key text, p_fingerprint text,
    p_effective_at timestamptz, p_recorded_at timestamptz, p_description text,
    p_source_kind text, p_source_id text, p_outside_fact text, p_reverses_id uuid,
    p_account_ids uuid[], p_amounts_minor bigint[], p_memos text[],
    OUT transaction_id uuid, OUT effective timestamptz, OUT recorded timestamptz,
    OUT replayed boolean, OUT currencies text[])
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  DECLARE
    known_fingerprint text;
    place bigint;
    added bigint;
    balanced boolean;
  BEGIN
    IF coalesce(p_outside_fact, p_reverses_id::text) IS NOT NULL THEN
      PERFORM pg_advisory_xact_lock(hashtextextended(
        p_cooperative_id::text || coalesce(p_outside_fact, p_reverses_id::text), 7701));
    END IF;
    INSERT INTO ledger.transactions (id, cooperative_id, idempotency_key, fingerprint,
        effective_at, recorded_at, description, source_kind, source_id, outside_fact, reverses_id)
      VALUES (p_id, p_cooperative_id, p_idempotency_key, p_fingerprint,
        p_effective_at, p_recorded_at, p_description, p_source_kind, p_source_id,
        p_outside_fact, p_reverses_id)
      ON CONFLICT ON CONSTRAINT transactions_idempotency_key DO NOTHING
      RETURNING sequence INTO place;
    replayed := NOT FOUND;
    IF replayed THEN
      SELECT t.id, t.effective_at, t.recorded_at, t.fingerprint
        INTO STRICT transaction_id, effective, recorded, known_fingerprint
        FROM ledger.transactions t
        WHERE t.cooperative_id = p_cooperative_id AND t.idempotency_key = p_idempotency_key;
      IF known_fingerprint <> p_fingerprint THEN
        RAISE EXCEPTION 'This idempotency key was used with another input.'
          USING ERRCODE = 'P0001', DETAIL = 'IDEMPOTENCY_KEY_REUSED';
      END IF;
      RETURN;
    END IF;
    transaction_id := p_id;
    effective := p_effective_at;
    recorded := p_recorded_at;
    WITH locked AS MATERIALIZED (
      SELECT a.id, a.currency FROM ledger.accounts a
        WHERE a.id = ANY (p_account_ids) ORDER BY a.id FOR NO KEY UPDATE
    ), inserted AS (
      INSERT INTO ledger.postings (transaction_id, position, cooperative_id, account_id,
          currency, amount_minor, effective_at, memo, sequence)
        SELECT p_id, given.position, p_cooperative_id, given.account_id,
            locked.currency, given.amount_minor, p_effective_at, given.memo, place
          FROM unnest(p_account_ids, p_amounts_minor, p_memos)
            WITH ORDINALITY AS given (account_id, amount_minor, memo, position)
          JOIN locked ON locked.id = given.account_id
        RETURNING currency, amount_minor
    )
    SELECT coalesce(sum(c.postings), 0), array_agg(c.currency), bool_and(c.total = 0)
      INTO added, currencies, balanced
      FROM (SELECT currency, count(*) AS postings, sum(amount_minor) AS total
        FROM inserted GROUP BY currency) c;
    IF added <> cardinality(p_account_ids) THEN
      RAISE EXCEPTION 'One of the accounts does not exist.'
        USING ERRCODE = 'P0001', DETAIL = 'LEDGER_ACCOUNT_NOT_FOUND';
    ELSIF NOT balanced THEN
      RAISE EXCEPTION 'The postings of a transaction sum to zero in each currency.'
        USING ERRCODE = 'P0001', DETAIL = 'UNBALANCED_POSTINGS';
    END IF;
  END $$;
`;

/** Statements and reports at any moment, at a cost that does not grow with the books. */
export class LedgerAddCheckpoints1796060000001 implements MigrationInterface {
  readonly name = 'LedgerAddCheckpoints1796060000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [places, debits, checkpoints, applying, postTransaction]) {
      await runner.query(step);
    }
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
