import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How far below its floor an account was taken by what had happened outside before anybody was
 * asked. The check stays what orders everybody who wants the same money: it goes as far below as
 * that, and no further.
 */
const column = `
  ALTER TABLE ledger.accounts ADD COLUMN below_floor_minor bigint NOT NULL DEFAULT 0;
  ALTER TABLE ledger.accounts DROP CONSTRAINT ledger_accounts_floor_check;
  ALTER TABLE ledger.accounts
    ADD CONSTRAINT ledger_accounts_below_check CHECK (below_floor_minor >= 0),
    ADD CONSTRAINT ledger_accounts_floor_check CHECK (floor_minor IS NULL
      OR (CASE WHEN kind IN ('asset', 'expense') THEN balance_minor ELSE -balance_minor END)
        - held_minor >= floor_minor - below_floor_minor);
`;

/** What comes back to the account, or a lower floor, takes away what it may be below. */
const trimming = `
  CREATE FUNCTION ledger.trim_below_floor() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  BEGIN
    NEW.below_floor_minor := CASE WHEN NEW.floor_minor IS NULL THEN 0
      ELSE greatest(0, least(NEW.below_floor_minor, NEW.floor_minor + NEW.held_minor
        - (CASE WHEN NEW.kind IN ('asset', 'expense') THEN NEW.balance_minor
          ELSE -NEW.balance_minor END))) END;
    RETURN NEW;
  END $$;

  DROP TRIGGER accounts_start_empty ON ledger.accounts;
  CREATE TRIGGER accounts_start_empty BEFORE INSERT ON ledger.accounts FOR EACH ROW
    WHEN (NEW.balance_minor <> 0 OR NEW.held_minor <> 0 OR NEW.debited_minor <> 0
      OR NEW.below_floor_minor <> 0)
    EXECUTE FUNCTION ledger.refuse_account_change('an account starts empty');
  DROP TRIGGER accounts_follow_postings ON ledger.accounts;
  CREATE TRIGGER accounts_follow_postings BEFORE UPDATE ON ledger.accounts FOR EACH ROW
    WHEN (pg_trigger_depth() = 0
      AND (NEW.balance_minor, NEW.held_minor, NEW.debited_minor, NEW.below_floor_minor)
      IS DISTINCT FROM
        (OLD.balance_minor, OLD.held_minor, OLD.debited_minor, OLD.below_floor_minor))
    EXECUTE FUNCTION ledger.refuse_account_change(
      'balances are never changed but by postings and holds');
  -- The last of them by its name: it completes the row that the others let pass.
  CREATE TRIGGER accounts_trim_below BEFORE UPDATE ON ledger.accounts FOR EACH ROW
    WHEN (NEW.below_floor_minor <> 0)
    EXECUTE FUNCTION ledger.trim_below_floor();
`;

/** As it was, with what an outside fact takes from an asset counted as below its floor. */
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
          bool_and(t.outside_fact IS NOT NULL) AS has_happened
        FROM added JOIN ledger.transactions t ON t.id = added.transaction_id
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

/** The floor governs what the co-operative decides to pay, not what its bank took already. */
export class LedgerBookWhatHappened1796200610001 implements MigrationInterface {
  readonly name = 'LedgerBookWhatHappened1796200610001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [column, trimming, applying]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
