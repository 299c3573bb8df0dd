import type { MigrationInterface, QueryRunner } from 'typeorm';

const column = `
  ALTER TABLE ledger.holds ADD COLUMN is_beyond_floor boolean NOT NULL DEFAULT false;
`;

/** As it was, with that column kept as it came. */
const resolving = `
  CREATE OR REPLACE FUNCTION ledger.resolve_hold_once() RETURNS trigger
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
          NEW.placed_at, NEW.expires_at, NEW.is_beyond_floor) IS DISTINCT FROM (OLD.id,
          OLD.cooperative_id, OLD.account_id, OLD.currency, OLD.amount_minor, OLD.idempotency_key,
          OLD.fingerprint, OLD.source_kind, OLD.source_id, OLD.placed_at, OLD.expires_at,
          OLD.is_beyond_floor)
      THEN
        RAISE EXCEPTION 'a hold is never changed, only resolved'
          USING ERRCODE = 'restrict_violation';
      END IF;
    ELSE
      RAISE EXCEPTION 'ledger.holds rows are never removed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
`;

/** As it was, but what was sent off before may take an account of assets below its floor. */
const applying = `
  CREATE OR REPLACE FUNCTION ledger.apply_hold() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    UPDATE ledger.accounts SET held_minor = held_minor
        + CASE TG_OP WHEN 'INSERT' THEN NEW.amount_minor ELSE -NEW.amount_minor END,
        below_floor_minor = below_floor_minor
          + CASE WHEN TG_OP = 'INSERT' AND NEW.is_beyond_floor AND kind = 'asset'
              THEN NEW.amount_minor ELSE 0 END
      WHERE id = NEW.account_id;
    RETURN NULL;
  END $$;
`;

export class LedgerHoldWhatHappened1796400200002 implements MigrationInterface {
  readonly name = 'LedgerHoldWhatHappened1796400200002';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [column, resolving, applying]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
