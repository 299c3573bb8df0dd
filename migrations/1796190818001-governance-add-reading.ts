import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A decided vote keeps how its rule was read, so that a recount of what an earlier version decided
 * finds what that version found. Until voting opens, a proposal may pass to its policy's next
 * version, with the usual length of voting of that one.
 */
export class GovernanceAddReading1796190818001 implements MigrationInterface {
  readonly name = 'GovernanceAddReading1796190818001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table governance.proposals add column reading integer not null default 1;
      alter table governance.proposals add constraint proposals_reading_known_check
        check (reading in (1, 2))`);
    await runner.query(`
CREATE OR REPLACE FUNCTION governance.guard_proposal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
  DECLARE
    frozen text[] := ARRAY['id', 'cooperative_id', 'proposer_member_id', 'subject_kind',
      'subject_id', 'created_at'];
    name text;
  BEGIN
    IF tg_op = 'DELETE' THEN
      RAISE EXCEPTION 'proposals stay on record' USING errcode = 'restrict_violation';
    END IF;
    IF tg_op = 'INSERT' THEN
      IF new.state <> 'draft' THEN
        RAISE EXCEPTION 'a proposal begins as a draft' USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END IF;
    IF new.state <> old.state AND (old.state, new.state) NOT IN (
      ('draft', 'notice'), ('draft', 'open'), ('draft', 'cancelled'), ('draft', 'withdrawn'),
      ('notice', 'open'), ('notice', 'cancelled'), ('notice', 'withdrawn'),
      ('open', 'extended'), ('open', 'closed'), ('open', 'cancelled'), ('open', 'withdrawn'),
      ('extended', 'closed'), ('extended', 'cancelled'), ('extended', 'withdrawn'),
      ('closed', 'passed'), ('closed', 'rejected'), ('closed', 'no-quorum'), ('closed', 'tied'),
      ('passed', 'queued'), ('queued', 'executed'), ('queued', 'execution-failed'),
      ('queued', 'expired'), ('execution-failed', 'queued'), ('execution-failed', 'expired')) THEN
      RAISE EXCEPTION 'a proposal that is % cannot become %', old.state, new.state
        USING errcode = 'P0001', detail = 'PROPOSAL_STATUS_CONFLICT';
    END IF;
    IF old.state <> 'draft' THEN
      frozen := frozen || ARRAY['title', 'body', 'urgent_reason', 'visibility'];
    END IF;
    IF old.opened_at IS NOT NULL THEN
      frozen := frozen || ARRAY['policy_id', 'window_hours', 'rule', 'rule_hash', 'opened_at',
        'electorate_size',
        'electorate_weight', 'active_members_weight', 'electorate_hash', 'lot_commitment',
        'lot_seed'];
      IF NOT (old.state = 'open' AND new.state = 'extended') THEN
        frozen := frozen || ARRAY['closes_at', 'extended_from'];
      ELSIF new.closes_at <= old.closes_at OR new.extended_from <> old.closes_at THEN
        RAISE EXCEPTION 'an extension makes a window longer' USING errcode = 'restrict_violation';
      END IF;
    END IF;
    IF old.closed_at IS NOT NULL THEN
      frozen := frozen || ARRAY['closed_at'];
    END IF;
    IF old.outcome IS NOT NULL THEN
      frozen := frozen || ARRAY['outcome', 'outcome_reason', 'final_count', 'reading'];
    END IF;
    FOREACH name IN ARRAY frozen LOOP
      IF to_jsonb(new) -> name IS DISTINCT FROM to_jsonb(old) -> name THEN
        RAISE EXCEPTION '% of a proposal that is % is frozen', name, old.state
          USING errcode = 'restrict_violation';
      END IF;
    END LOOP;
    RETURN new;
  END $$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
