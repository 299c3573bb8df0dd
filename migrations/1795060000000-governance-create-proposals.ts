import type { MigrationInterface, QueryRunner } from 'typeorm';

const policies = `
  CREATE TABLE governance.policies (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    key text NOT NULL,
    version integer NOT NULL,
    title text NOT NULL,
    pack text,
    customs text[] NOT NULL,
    rule jsonb NOT NULL,
    rule_hash text NOT NULL,
    adopted_at timestamptz NOT NULL,
    adopted_by_member_id uuid,
    retired_at timestamptz,
    CONSTRAINT policies_pk PRIMARY KEY (id),
    CONSTRAINT policies_version_unique UNIQUE (cooperative_id, key, version),
    CONSTRAINT policies_key_shape CHECK (key ~ '^[a-z][a-z0-9-]{0,59}$'),
    CONSTRAINT policies_version_positive CHECK (version > 0),
    CONSTRAINT policies_rule_hash_hex CHECK (rule_hash ~ '^[0-9a-f]{64}$')
  );
  CREATE UNIQUE INDEX policies_one_in_force ON governance.policies (cooperative_id, key)
    WHERE retired_at IS NULL;
  SELECT platform.protect_tenant_table('governance.policies', 'SELECT, INSERT, UPDATE');

  -- A version of a policy is retired, once; nothing else about it ever changes.
  CREATE FUNCTION governance.guard_policy() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF tg_op = 'DELETE' OR old.retired_at IS NOT NULL
      OR to_jsonb(new) - 'retired_at' <> to_jsonb(old) - 'retired_at' THEN
      RAISE EXCEPTION 'a version of a policy is never changed' USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $$;
  CREATE TRIGGER guard_policy BEFORE UPDATE OR DELETE ON governance.policies
    FOR EACH ROW EXECUTE FUNCTION governance.guard_policy();
`;

const proposals = `
  CREATE TABLE governance.proposals (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    proposer_member_id uuid,
    subject_kind text,
    subject_id uuid,
    policy_id uuid NOT NULL,
    status text NOT NULL,
    window_hours integer NOT NULL,
    urgent_reason text,
    visibility text NOT NULL,
    rule jsonb,
    rule_hash text,
    created_at timestamptz NOT NULL,
    notice_until timestamptz,
    opened_at timestamptz,
    closes_at timestamptz,
    extended_from timestamptz,
    closed_at timestamptz,
    electorate_size integer,
    electorate_weight bigint,
    active_members_weight bigint,
    electorate_hash text,
    lot_commitment text,
    lot_seed text,
    outcome text,
    outcome_reason text,
    final_count jsonb,
    execute_at timestamptz,
    execute_before timestamptz,
    executed_at timestamptz,
    ended_at timestamptz,
    ended_reason text,
    CONSTRAINT proposals_pk PRIMARY KEY (id),
    CONSTRAINT proposals_policy_fk FOREIGN KEY (policy_id) REFERENCES governance.policies (id),
    CONSTRAINT proposals_status_known CHECK (status IN ('draft', 'notice', 'open', 'extended',
      'closed', 'passed', 'rejected', 'no-quorum', 'tied', 'queued', 'executed',
      'execution-failed', 'expired', 'cancelled', 'withdrawn')),
    CONSTRAINT proposals_title_length CHECK (length(title) BETWEEN 1 AND 200),
    CONSTRAINT proposals_body_length CHECK (length(body) <= 50000),
    CONSTRAINT proposals_subject_whole CHECK ((subject_kind IS NULL) = (subject_id IS NULL)),
    CONSTRAINT proposals_window_positive CHECK (window_hours > 0),
    CONSTRAINT proposals_visibility_known CHECK (visibility IN ('public', 'members')),
    CONSTRAINT proposals_opened_whole CHECK (
      (opened_at IS NULL) = (closes_at IS NULL) AND (opened_at IS NULL) = (rule IS NULL)
      AND (opened_at IS NULL) = (rule_hash IS NULL)
      AND (opened_at IS NULL) = (electorate_hash IS NULL)
      AND (opened_at IS NULL) = (electorate_size IS NULL)
      AND (opened_at IS NULL) = (electorate_weight IS NULL)
      AND (opened_at IS NULL) = (active_members_weight IS NULL)),
    CONSTRAINT proposals_open_is_opened CHECK (
      status IN ('draft', 'notice', 'cancelled', 'withdrawn') OR opened_at IS NOT NULL),
    CONSTRAINT proposals_closed_has_time CHECK (
      status NOT IN ('closed', 'passed', 'rejected', 'no-quorum', 'tied', 'queued', 'executed',
        'execution-failed', 'expired') OR closed_at IS NOT NULL),
    CONSTRAINT proposals_outcome_known CHECK (
      outcome IN ('passed', 'rejected', 'no-quorum', 'tied')),
    CONSTRAINT proposals_outcome_whole CHECK (
      (outcome IS NULL) = (outcome_reason IS NULL) AND (outcome IS NULL) = (final_count IS NULL)),
    CONSTRAINT proposals_outcome_is_status CHECK (
      CASE WHEN status IN ('passed', 'rejected', 'no-quorum', 'tied') THEN outcome = status
        WHEN status IN ('queued', 'executed', 'execution-failed', 'expired') THEN outcome = 'passed'
        ELSE outcome IS NULL END)
  );
  CREATE UNIQUE INDEX proposals_one_pending_per_subject
    ON governance.proposals (cooperative_id, subject_kind, subject_id)
    WHERE subject_id IS NOT NULL AND status IN ('draft', 'notice', 'open', 'extended', 'closed',
      'passed', 'queued', 'execution-failed');
  CREATE INDEX proposals_by_time ON governance.proposals (cooperative_id, created_at, id);
  CREATE INDEX proposals_due ON governance.proposals (cooperative_id, status, closes_at);
  SELECT platform.protect_tenant_table('governance.proposals', 'SELECT, INSERT, UPDATE');
`;

const proposalGuard = `
  -- The last word on a proposal's life: which status may follow which, what is frozen when voting
  -- opens, and that an outcome, once computed, stays.
  CREATE FUNCTION governance.guard_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    frozen text[] := ARRAY['id', 'cooperative_id', 'proposer_member_id', 'subject_kind',
      'subject_id', 'created_at'];
    name text;
  BEGIN
    IF tg_op = 'DELETE' THEN
      RAISE EXCEPTION 'proposals stay on record' USING errcode = 'restrict_violation';
    END IF;
    IF tg_op = 'INSERT' THEN
      IF new.status <> 'draft' THEN
        RAISE EXCEPTION 'a proposal begins as a draft' USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END IF;
    IF new.status <> old.status AND (old.status, new.status) NOT IN (
      ('draft', 'notice'), ('draft', 'open'), ('draft', 'cancelled'), ('draft', 'withdrawn'),
      ('notice', 'open'), ('notice', 'cancelled'), ('notice', 'withdrawn'),
      ('open', 'extended'), ('open', 'closed'), ('open', 'cancelled'), ('open', 'withdrawn'),
      ('extended', 'closed'), ('extended', 'cancelled'), ('extended', 'withdrawn'),
      ('closed', 'passed'), ('closed', 'rejected'), ('closed', 'no-quorum'), ('closed', 'tied'),
      ('passed', 'queued'), ('queued', 'executed'), ('queued', 'execution-failed'),
      ('queued', 'expired'), ('execution-failed', 'queued'), ('execution-failed', 'expired')) THEN
      RAISE EXCEPTION 'a proposal that is % cannot become %', old.status, new.status
        USING errcode = 'P0001', detail = 'PROPOSAL_STATUS_CONFLICT';
    END IF;
    IF old.status <> 'draft' THEN
      frozen := frozen || ARRAY['title', 'body', 'policy_id', 'window_hours', 'urgent_reason',
        'visibility'];
    END IF;
    IF old.opened_at IS NOT NULL THEN
      frozen := frozen || ARRAY['rule', 'rule_hash', 'opened_at', 'electorate_size',
        'electorate_weight', 'active_members_weight', 'electorate_hash', 'lot_commitment',
        'lot_seed'];
      IF NOT (old.status = 'open' AND new.status = 'extended') THEN
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
        RAISE EXCEPTION '% of a proposal that is % is frozen', name, old.status
          USING errcode = 'restrict_violation';
      END IF;
    END LOOP;
    RETURN new;
  END $$;
  CREATE TRIGGER guard_proposal BEFORE INSERT OR UPDATE OR DELETE ON governance.proposals
    FOR EACH ROW EXECUTE FUNCTION governance.guard_proposal();
`;

const electorate = `
  CREATE TABLE governance.electorate (
    proposal_id uuid NOT NULL,
    member_id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    member_class text NOT NULL,
    weight bigint NOT NULL,
    CONSTRAINT electorate_pk PRIMARY KEY (proposal_id, member_id),
    CONSTRAINT electorate_weight_unique UNIQUE (proposal_id, member_id, weight),
    CONSTRAINT electorate_weight_positive CHECK (weight > 0),
    CONSTRAINT electorate_proposal_fk FOREIGN KEY (proposal_id)
      REFERENCES governance.proposals (id)
  );
  CREATE INDEX electorate_by_member ON governance.electorate (cooperative_id, member_id);
  -- UPDATE is granted for its row lock alone: the trigger refuses every change.
  SELECT platform.protect_tenant_table('governance.electorate', 'SELECT, INSERT, UPDATE');
  SELECT platform.make_append_only('governance.electorate');

  CREATE FUNCTION governance.guard_electorate() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM 1 FROM governance.proposals
      WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id
        AND status IN ('draft', 'notice') FOR UPDATE;
    IF NOT found THEN
      RAISE EXCEPTION 'an electorate is drawn before voting opens, never after'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $$;
  CREATE TRIGGER guard_electorate BEFORE INSERT ON governance.electorate
    FOR EACH ROW EXECUTE FUNCTION governance.guard_electorate();

  CREATE TABLE governance.seconds (
    proposal_id uuid NOT NULL,
    member_id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    seconded_at timestamptz NOT NULL,
    CONSTRAINT seconds_pk PRIMARY KEY (proposal_id, member_id),
    CONSTRAINT seconds_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals (id)
  );
  SELECT platform.protect_tenant_table('governance.seconds', 'SELECT, INSERT');
  SELECT platform.make_append_only('governance.seconds');
`;

const ballots = `
  CREATE TABLE governance.ballots (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    proposal_id uuid NOT NULL,
    member_id uuid NOT NULL,
    stance text NOT NULL,
    weight bigint NOT NULL,
    reason text,
    cast_at timestamptz NOT NULL,
    cast_via text NOT NULL,
    supersedes_id uuid,
    superseded_at timestamptz,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ballots_pk PRIMARY KEY (id),
    CONSTRAINT ballots_voter_fk FOREIGN KEY (proposal_id, member_id, weight)
      REFERENCES governance.electorate (proposal_id, member_id, weight),
    CONSTRAINT ballots_stance_known CHECK (stance IN ('agree', 'abstain', 'disagree', 'block')),
    CONSTRAINT ballots_reason_length CHECK (length(reason) <= 5000)
  );
  CREATE UNIQUE INDEX ballots_one_current ON governance.ballots (proposal_id, member_id)
    WHERE superseded_at IS NULL;
  CREATE INDEX ballots_current_count ON governance.ballots (proposal_id, stance, weight)
    WHERE superseded_at IS NULL;
  CREATE INDEX ballots_log ON governance.ballots (proposal_id, cast_at, id);
  SELECT platform.protect_tenant_table('governance.ballots', 'SELECT, INSERT, UPDATE');

  -- No ballot after closing, whoever writes: the proposal's row is held while it is looked at, so
  -- that a closing either waits for this ballot and counts it, or is waited for and refuses it.
  CREATE FUNCTION governance.guard_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF tg_op = 'UPDATE' THEN
      IF old.superseded_at IS NOT NULL OR new.superseded_at IS NULL
        OR (new.id, new.cooperative_id, new.proposal_id, new.member_id, new.stance, new.weight,
          new.reason, new.cast_at, new.cast_via, new.supersedes_id, new.recorded_at)
        IS DISTINCT FROM (old.id, old.cooperative_id, old.proposal_id, old.member_id, old.stance,
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
  CREATE TRIGGER guard_ballot BEFORE INSERT OR UPDATE ON governance.ballots
    FOR EACH ROW EXECUTE FUNCTION governance.guard_ballot();
  CREATE TRIGGER refuse_delete BEFORE DELETE ON governance.ballots
    FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
  CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.ballots
    FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
`;

const actions = `
  CREATE TABLE governance.actions (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    proposal_id uuid NOT NULL,
    ordinal integer NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    status text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    executed_at timestamptz,
    failure_code text,
    failure_message text,
    CONSTRAINT actions_pk PRIMARY KEY (id),
    CONSTRAINT actions_ordinal_unique UNIQUE (proposal_id, ordinal),
    CONSTRAINT actions_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals (id),
    CONSTRAINT actions_status_known CHECK (status IN ('pending', 'executed', 'failed')),
    CONSTRAINT actions_executed_has_time CHECK ((status = 'executed') = (executed_at IS NOT NULL)),
    CONSTRAINT actions_failure_has_code CHECK ((status = 'failed') = (failure_code IS NOT NULL))
  );
  SELECT platform.protect_tenant_table('governance.actions', 'SELECT, INSERT, UPDATE');

  -- What a proposal will do is fixed before voting opens, and it does it once.
  CREATE FUNCTION governance.guard_action() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF tg_op = 'INSERT' THEN
      PERFORM 1 FROM governance.proposals
        WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id AND status = 'draft';
      IF NOT found OR new.status <> 'pending' THEN
        RAISE EXCEPTION 'actions belong to a draft' USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END IF;
    IF tg_op = 'DELETE' OR old.status = 'executed'
      OR (new.id, new.cooperative_id, new.proposal_id, new.ordinal, new.kind, new.payload)
        IS DISTINCT FROM
        (old.id, old.cooperative_id, old.proposal_id, old.ordinal, old.kind, old.payload) THEN
      RAISE EXCEPTION 'an action is never changed, and runs once'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $$;
  CREATE TRIGGER guard_action BEFORE INSERT OR UPDATE OR DELETE ON governance.actions
    FOR EACH ROW EXECUTE FUNCTION governance.guard_action();
`;

/** Policies, proposals, electorates, ballots and actions, with the walls around them. */
export class GovernanceCreateProposals1795060000000 implements MigrationInterface {
  readonly name = 'GovernanceCreateProposals1795060000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SCHEMA governance; SELECT platform.grant_schema('governance')`);
    for (const part of [policies, proposals, proposalGuard, electorate, ballots, actions]) {
      await runner.query(part);
    }
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
