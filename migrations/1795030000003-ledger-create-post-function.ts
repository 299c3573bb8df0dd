import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The hot path: one call records a whole transaction. The header comes first, so that a repeated
 * key is answered without touching an account; then the accounts are locked in the order of their
 * ids (two transactions over the same accounts queue up instead of deadlocking) and the postings
 * are inserted, which moves the balances and asks the floors. It runs as the caller, under
 * row-level security: an account of another co-operative is not found.
 */
const postTransaction = `
  CREATE FUNCTION ledger.post_transaction(
    p_id uuid, p_cooperative_id uuid, p_idempotency_key text, p_fingerprint text,
    p_effective_at timestamptz, p_recorded_at timestamptz, p_description text,
    p_source_kind text, p_source_id text, p_outside_fact text, p_reverses_id uuid,
    p_account_ids uuid[], p_amounts_minor bigint[], p_memos text[],
    OUT transaction_id uuid, OUT effective timestamptz, OUT recorded timestamptz,
    OUT replayed boolean, OUT currencies text[])
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  DECLARE
    known_fingerprint text;
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
      ON CONFLICT ON CONSTRAINT transactions_idempotency_key DO NOTHING;
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
          currency, amount_minor, effective_at, memo)
        SELECT p_id, given.position, p_cooperative_id, given.account_id,
            locked.currency, given.amount_minor, p_effective_at, given.memo
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
  SELECT platform.grant_function('ledger.post_transaction(uuid, uuid, text, text, timestamptz, '
    'timestamptz, text, text, text, text, uuid, uuid[], bigint[], text[])');
`;

/** One prepared call per recorded transaction. */
export class LedgerCreatePostFunction1795030000003 implements MigrationInterface {
  readonly name = 'LedgerCreatePostFunction1795030000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(postTransaction);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
