import type { MigrationInterface, QueryRunner } from 'typeorm';

const forgetsTexts = `
CREATE OR REPLACE FUNCTION governance.forgets_texts(
  old governance.proposals, new governance.proposals)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
          select old.state in ('cancelled', 'withdrawn') and new.title = 'Erased'
            and new.body = '' and new.urgent_reason is null and new.ended_reason is null
            and new.options is null
            and to_jsonb(new) - array['title', 'body', 'urgent_reason', 'ended_reason', 'options',
                'rule']
              = to_jsonb(old) - array['title', 'body', 'urgent_reason', 'ended_reason', 'options',
                'rule']
            and (new.rule is not distinct from old.rule
              or old.options is not null and new.rule - 'options' = old.rule - 'options')
            and exists (select from membership.erasures e
              where e.cooperative_id = old.cooperative_id and e.removes_texts
                and e.member_id = old.proposer_member_id)
        $function$;
`;

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
        frozen := frozen || ARRAY['title', 'body', 'urgent_reason', 'visibility', 'options'];
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
 * What a proposal is between, where its ballot kind asks for options: its proposer's words, kept
 * with the draft and frozen with it, and forgotten with it.
 */
export class GovernanceAddOptions1796903000001 implements MigrationInterface {
  readonly name = 'GovernanceAddOptions1796903000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table governance.proposals add column options jsonb,
        add constraint proposals_options_list_check check (jsonb_typeof(options) = 'array')`);
    await runner.query(forgetsTexts);
    await runner.query(guardProposal);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
