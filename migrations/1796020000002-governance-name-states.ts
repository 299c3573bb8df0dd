import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = `
  ALTER TABLE governance.proposals RENAME COLUMN status TO state;
  ALTER TABLE governance.actions RENAME COLUMN status TO state;
  ALTER TABLE governance.proposals
    RENAME CONSTRAINT proposals_status_known TO proposals_state_known;
  ALTER TABLE governance.proposals
    RENAME CONSTRAINT proposals_outcome_is_status TO proposals_outcome_is_state;
  ALTER TABLE governance.actions RENAME CONSTRAINT actions_status_known TO actions_state_known;
`;

/** Every check of the schema says what it is by its last word. */
const checks = `
  DO $$
  DECLARE
    one record;
  BEGIN
    FOR one IN SELECT conrelid::regclass AS "table", conname FROM pg_constraint
      WHERE connamespace = 'governance'::regnamespace AND contype = 'c'
        AND conname NOT LIKE '%\\_check'
    LOOP
      EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', one."table", one.conname,
        one.conname || '_check');
    END LOOP;
  END $$;
`;

const proposalGuard = `
  CREATE OR REPLACE FUNCTION governance.guard_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
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
      frozen := frozen || ARRAY['title', 'body', 'policy_id', 'window_hours', 'urgent_reason',
        'visibility'];
    END IF;
    IF old.opened_at IS NOT NULL THEN
      frozen := frozen || ARRAY['rule', 'rule_hash', 'opened_at', 'electorate_size',
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
      frozen := frozen || ARRAY['outcome', 'outcome_reason', 'final_count'];
    END IF;
    FOREACH name IN ARRAY frozen LOOP
      IF to_jsonb(new) -> name IS DISTINCT FROM to_jsonb(old) -> name THEN
        RAISE EXCEPTION '% of a proposal that is % is frozen', name, old.state
          USING errcode = 'restrict_violation';
      END IF;
    END LOOP;
    RETURN new;
  END $$;
`;

const otherGuards = `
  CREATE OR REPLACE FUNCTION governance.guard_electorate() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM 1 FROM governance.proposals
      WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id
        AND state IN ('draft', 'notice') FOR UPDATE;
    IF NOT found THEN
      RAISE EXCEPTION 'an electorate is drawn before voting opens, never after'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $$;

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
        AND state IN ('open', 'extended')
        AND coalesce(new.superseded_at, new.cast_at) >= opened_at
        AND coalesce(new.superseded_at, new.cast_at) < closes_at
      FOR SHARE;
    IF NOT found THEN
      RAISE EXCEPTION 'Voting on this proposal is not open.'
        USING errcode = 'P0001', detail = 'VOTING_CLOSED';
    END IF;
    RETURN new;
  END $$;

  CREATE OR REPLACE FUNCTION governance.guard_action() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF tg_op = 'INSERT' THEN
      PERFORM 1 FROM governance.proposals
        WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id AND state = 'draft';
      IF NOT found OR new.state <> 'pending' THEN
        RAISE EXCEPTION 'actions belong to a draft' USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END IF;
    IF tg_op = 'DELETE' OR old.state = 'executed'
      OR (new.id, new.cooperative_id, new.proposal_id, new.ordinal, new.kind, new.payload)
        IS DISTINCT FROM
        (old.id, old.cooperative_id, old.proposal_id, old.ordinal, old.kind, old.payload) THEN
      RAISE EXCEPTION 'an action is never changed, and runs once'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $$;
`;

/**
 * Where a lifecycle stands is called `state`, in the database as in the code: names alone, nothing
 * is rewritten. Clients go on reading `status`.
 */
export class GovernanceNameStates1796020000002 implements MigrationInterface {
  readonly name = 'GovernanceNameStates1796020000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [columns, checks, proposalGuard, otherGuards]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
