import type { MigrationInterface, QueryRunner } from 'typeorm';

const step1 = `
CREATE OR REPLACE FUNCTION governance.guard_ballot()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF tg_op = 'UPDATE' AND new.reason IS NULL
      AND to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason'
      AND membership.is_erased(old.cooperative_id, old.member_id) THEN
      RETURN new;
    END IF;
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
  END $function$;
`;

const step2 = `
CREATE OR REPLACE FUNCTION governance.guard_proposal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    DECLARE
      frozen text[] := ARRAY['id', 'cooperative_id', 'proposer_member_id', 'subject_kind',
        'subject_id', 'created_at', 'run_off_of_id'];
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
      IF old.opened_at IS NULL AND new.title = 'Erased' AND new.body = ''
        AND new.urgent_reason IS NULL
        AND to_jsonb(new) - ARRAY['title', 'body', 'urgent_reason']
          = to_jsonb(old) - ARRAY['title', 'body', 'urgent_reason']
        AND membership.is_erased(old.cooperative_id, old.proposer_member_id) THEN
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
    END $function$;
`;

/**
 * What an erased member wrote with a ballot goes, and so do proposals of theirs that were never put
 * to the vote. Ballots, counts and what was voted on stay.
 */
export class GovernanceForgetTexts1796500600003 implements MigrationInterface {
  readonly name = 'GovernanceForgetTexts1796500600003';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [step1, step2]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
