import type { MigrationInterface, QueryRunner } from 'typeorm';

const guardProposal = `
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
        AND to_jsonb(new) - ARRAY['title', 'body', 'urgent_reason', 'options']
          = to_jsonb(old) - ARRAY['title', 'body', 'urgent_reason', 'options']
        AND new.options IS NULL
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
        frozen := frozen || ARRAY['title', 'body', 'urgent_reason', 'visibility', 'options',
          'vote_terms'];
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
 * What a proposal brings for its ballot kind besides its options: what projects cost, for one.
 * Frozen with the draft.
 */
export class GovernanceAddVoteTerms1796903900001 implements MigrationInterface {
  readonly name = 'GovernanceAddVoteTerms1796903900001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table governance.proposals add column vote_terms jsonb,
        add constraint proposals_vote_terms_object_check
          check (jsonb_typeof(vote_terms) = 'object')`);
    await runner.query(guardProposal);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
