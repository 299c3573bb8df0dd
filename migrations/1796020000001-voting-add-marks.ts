import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Takes rows that a version before this one writes meanwhile, and lets the batches pass. */
const guardMeanwhile = `
  CREATE OR REPLACE FUNCTION governance.guard_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    new.mark := coalesce(new.mark, to_jsonb(new.stance));
    IF tg_op = 'UPDATE' THEN
      IF to_jsonb(new) - 'mark' = to_jsonb(old) - 'mark' AND old.mark IS NULL THEN
        RETURN new;
      END IF;
      IF old.superseded_at IS NOT NULL OR new.superseded_at IS NULL
        OR to_jsonb(new) - '{mark,superseded_at}'::text[]
          <> to_jsonb(old) - '{mark,superseded_at}'::text[] THEN
        RAISE EXCEPTION 'a ballot is superseded, once, never changed'
          USING errcode = 'restrict_violation';
      END IF;
    END IF;
    PERFORM 1 FROM governance.proposals
      WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id
        AND status IN ('open', 'extended')
        AND coalesce(new.superseded_at, new.cast_at) >= opened_at
        AND coalesce(new.superseded_at, new.cast_at) < closes_at
      FOR SHARE;
    IF NOT found THEN
      RAISE EXCEPTION 'Voting on this proposal is not open.'
        USING errcode = 'P0001', detail = 'VOTING_CLOSED';
    END IF;
    RETURN new;
  END $$;
`;

const guard = `
  CREATE OR REPLACE FUNCTION governance.guard_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF tg_op = 'UPDATE' THEN
      IF old.superseded_at IS NOT NULL OR new.superseded_at IS NULL
        OR (new.id, new.cooperative_id, new.proposal_id, new.member_id, new.mark, new.weight,
          new.reason, new.cast_at, new.cast_via, new.supersedes_id, new.recorded_at)
        IS DISTINCT FROM (old.id, old.cooperative_id, old.proposal_id, old.member_id, old.mark,
          old.weight, old.reason, old.cast_at, old.cast_via, old.supersedes_id, old.recorded_at)
      THEN
        RAISE EXCEPTION 'a ballot is superseded, once, never changed'
          USING errcode = 'restrict_violation';
      END IF;
    END IF;
    PERFORM 1 FROM governance.proposals
      WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id
        AND status IN ('open', 'extended')
        AND coalesce(new.superseded_at, new.cast_at) >= opened_at
        AND coalesce(new.superseded_at, new.cast_at) < closes_at
      FOR SHARE;
    IF NOT found THEN
      RAISE EXCEPTION 'Voting on this proposal is not open.'
        USING errcode = 'P0001', detail = 'VOTING_CLOSED';
    END IF;
    RETURN new;
  END $$;
`;

const nextBatch = `
  WITH batch AS (
    SELECT id FROM governance.ballots WHERE id > $1 ORDER BY id LIMIT $2),
  marked AS (
    UPDATE governance.ballots b SET mark = to_jsonb(b.stance) FROM batch
    WHERE b.id = batch.id AND b.mark IS NULL)
  SELECT max(id::text) AS last FROM batch`;

const beforeEveryId = '00000000-0000-0000-0000-000000000000';
const batchSize = 5000;

/**
 * What a ballot says becomes JSON, so that a ballot kind decides its shape: a stance is now the
 * string that it was. Ballots are rewritten batch by batch, each in a transaction of its own, and
 * no lock is held for longer than a batch; so this migration is in no transaction as a whole, and
 * every step of it can be done again.
 */
export class VotingAddMarks1796020000001 implements MigrationInterface {
  readonly name = 'VotingAddMarks1796020000001';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE governance.ballots ADD COLUMN IF NOT EXISTS mark jsonb`);
    if (await runner.hasColumn('governance.ballots', 'stance')) await this.#moveStances(runner);
  }

  async #moveStances(runner: QueryRunner): Promise<void> {
    await runner.query(guardMeanwhile);
    let last: string | null = beforeEveryId;
    while (last !== null) {
      const rows: { last: string | null }[] = await runner.query(nextBatch, [last, batchSize]);
      last = rows[0]?.last ?? null;
    }
    // A constraint that was validated spares the scan under the lock of SET NOT NULL.
    await runner.query(`ALTER TABLE governance.ballots
      DROP CONSTRAINT IF EXISTS ballots_mark_present_check,
      ADD CONSTRAINT ballots_mark_present_check CHECK (mark IS NOT NULL) NOT VALID,
      DROP CONSTRAINT IF EXISTS ballots_mark_size_check,
      ADD CONSTRAINT ballots_mark_size_check CHECK (pg_column_size(mark) <= 32768) NOT VALID`);
    await runner.query(
      `ALTER TABLE governance.ballots VALIDATE CONSTRAINT ballots_mark_present_check`,
    );
    await runner.query(
      `ALTER TABLE governance.ballots VALIDATE CONSTRAINT ballots_mark_size_check`,
    );
    // The index on stances goes with them: behind the tenant's wall no count was ever read from it
    // alone, and ballots_one_current finds the same rows.
    await runner.query(`ALTER TABLE governance.ballots
      ALTER COLUMN mark SET NOT NULL,
      DROP CONSTRAINT ballots_mark_present_check,
      DROP COLUMN stance;
      ${guard}`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
