import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which account an outside fact is of. What was recorded before does not say. */
const column = `
  ALTER TABLE ledger.transactions ADD COLUMN outside_account_id uuid;
  ALTER TABLE ledger.transactions ADD CONSTRAINT transactions_outside_account_check
    CHECK (outside_account_id IS NULL OR outside_fact IS NOT NULL OR reverses_id IS NOT NULL);
`;

/** As it was, with that account kept. A process of the release before still calls it without. */
const postTransaction = `
  DROP FUNCTION ledger.post_transaction(
    uuid, uuid, text, text, timestamptz, timestamptz, text, text, text, text, uuid, uuid[],
    bigint[], text[]);
  CREATE FUNCTION ledger.post_transaction(
    p_id uuid, p_cooperative_id uuid, p_idempotency_key text, p_fingerprint text,
    p_effective_at timestamptz, p_recorded_at timestamptz, p_description text,
    p_source_kind text, p_source_id text, p_outside_fact text, p_reverses_id uuid,
    p_account_ids uuid[], p_amounts_minor bigint[], p_memos text[],
    p_outside_account_id uuid DEFAULT NULL,
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
        effective_at, recorded_at, description, source_kind, source_id, outside_fact, reverses_id,
        outside_account_id)
      VALUES (p_id, p_cooperative_id, p_idempotency_key, p_fingerprint,
        p_effective_at, p_recorded_at, p_description, p_source_kind, p_source_id,
        p_outside_fact, p_reverses_id, p_outside_account_id)
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
  SELECT platform.grant_function('ledger.post_transaction(uuid, uuid, text, text, timestamptz,
    timestamptz, text, text, text, text, uuid, uuid[], bigint[], text[], uuid)');
`;

/**
 * As it was, but only the account that the fact is of goes below its floor by it, or by the
 * reversal of it: the account that the original kept, or else the one that the reversal names.
 */
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
      SELECT added.account_id, sum(added.amount_minor)::bigint AS amount_minor,
          sum(greatest(added.amount_minor, 0)) AS debit_minor,
          min(added.effective_at) AS earliest,
          bool_and(coalesce(t.outside_fact, undone.outside_fact) IS NOT NULL
            AND added.account_id IS NOT DISTINCT FROM
              coalesce(undone.outside_account_id, t.outside_account_id)) AS has_happened
        FROM added JOIN ledger.transactions t ON t.id = added.transaction_id
          LEFT JOIN ledger.transactions undone ON undone.id = t.reverses_id
        GROUP BY added.account_id
    ), changed AS (
      UPDATE ledger.accounts a SET balance_minor = a.balance_minor + moved.amount_minor,
          debited_minor = a.debited_minor + moved.debit_minor,
          below_floor_minor = a.below_floor_minor
            + CASE WHEN moved.has_happened AND a.kind = 'asset'
                THEN greatest(-moved.amount_minor, 0) ELSE 0 END
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

/** What else a person says of an outside fact is decided here, and keeps its floor. */
export class LedgerKeepOutsideAccount1796200710001 implements MigrationInterface {
  readonly name = 'LedgerKeepOutsideAccount1796200710001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [column, postTransaction, applying]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
