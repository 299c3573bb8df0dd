import type { MigrationInterface, QueryRunner } from 'typeorm';

// What was sealed is opened by nobody but the service; beside it nothing is said.
const columns = `
  alter table governance.proposals
    add column words_sealed bytea, add column ended_reason_sealed bytea,
    add constraint proposals_sealed_is_hearing_check
      check (is_hearing or words_sealed is null and ended_reason_sealed is null),
    add constraint proposals_sealed_says_nothing_check
      check (words_sealed is null or title = 'Hearing' and body = '' and urgent_reason is null),
    add constraint proposals_ending_once_check
      check (ended_reason is null or ended_reason_sealed is null);
  alter table governance.ballots add column reason_sealed bytea,
    add constraint ballots_reason_once_check check (reason is null or reason_sealed is null);
  delete from platform.search_words w using governance.proposals p
    where p.is_hearing and w.cooperative_id = p.cooperative_id and w.subject_id = p.id;

  create function governance.is_hearing_kind(kind text)
    returns boolean language sql immutable as $function$
      select kind in ('application.admit', 'member.expel', 'member.suspend', 'role.end')
    $function$;
`;

const texts = `array['title', 'body', 'urgent_reason', 'ended_reason', 'words_sealed',
  'ended_reason_sealed']`;
const sameBeside = `to_jsonb(new) - ${texts} = to_jsonb(old) - ${texts}`;
const saysNothing = `new.body = ''
  and num_nonnulls(new.urgent_reason, new.ended_reason, new.words_sealed,
    new.ended_reason_sealed) = 0`;

// Words of a draft that nobody put to anybody need not wait. A process of the version before, as it
// drops, writes 'Erased'.
const forgetting = `
  create or replace function governance.drops_hearing(old governance.proposals,
      new governance.proposals)
    returns boolean language sql stable as $function$
      select (governance.is_hearing_over(old)
          or old.is_hearing and old.state in ('cancelled', 'withdrawn')
            and coalesce(old.notice_until, old.opened_at) is null)
        and new.title in ('Hearing', 'Erased') and ${saysNothing} and ${sameBeside}
    $function$;

  create function governance.seals_hearing(old governance.proposals, new governance.proposals)
    returns boolean language sql stable as $function$
      select old.is_hearing and new.ended_reason is null
        and (old.words_sealed is null and new.words_sealed is not null
          or old.ended_reason is not null
            and row(new.title, new.body, new.urgent_reason, new.words_sealed)
              is not distinct from row(old.title, old.body, old.urgent_reason, old.words_sealed))
        and (new.ended_reason_sealed is not distinct from old.ended_reason_sealed
          or old.ended_reason is not null)
        and (old.ended_reason is null or new.ended_reason_sealed is not null)
        and ${sameBeside}
    $function$;

  create or replace function governance.forgets_texts(old governance.proposals,
      new governance.proposals)
    returns boolean language sql stable as $function$
      select old.state in ('cancelled', 'withdrawn') and new.title = 'Erased'
        and ${saysNothing} and new.options is null
        and to_jsonb(new) - array['options', 'rule'] - ${texts}
          = to_jsonb(old) - array['options', 'rule'] - ${texts}
        and (new.rule is not distinct from old.rule
          or old.options is not null
            and coalesce(new.rule - 'options' = old.rule - 'options', false))
        and exists (select from membership.erasures e
          where e.cooperative_id = old.cooperative_id and e.removes_texts
            and e.member_id = old.proposer_member_id)
      or old.state not in ('draft', 'notice', 'open', 'extended', 'closed')
        and new.title = 'Erased' and ${saysNothing} and ${sameBeside}
        and governance.is_about_erased(old.cooperative_id, old.id)
    $function$;
`;

const proposals = `
  create or replace function governance.guard_proposal() returns trigger language plpgsql
  as $function$
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
        IF new.is_hearing AND new.words_sealed IS NULL THEN
          RAISE EXCEPTION 'what is said in a hearing lies sealed'
            USING errcode = 'restrict_violation';
        END IF;
        RETURN new;
      END IF;
      IF governance.seals_hearing(old, new) THEN
        RETURN new;
      END IF;
      IF old.opened_at IS NULL AND new.title = 'Erased' AND new.body = ''
        AND num_nonnulls(new.urgent_reason, new.words_sealed, new.ended_reason_sealed,
          new.options) = 0
        AND to_jsonb(new) - ARRAY['title', 'body', 'urgent_reason', 'options', 'words_sealed',
            'ended_reason_sealed']
          = to_jsonb(old) - ARRAY['title', 'body', 'urgent_reason', 'options', 'words_sealed',
            'ended_reason_sealed']
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
          'vote_terms', 'words_sealed'];
      END IF;
      IF old.ended_at IS NOT NULL THEN
        frozen := frozen || ARRAY['ended_reason_sealed'];
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
      IF new.is_hearing AND (
        new.ended_reason IS NOT NULL AND new.ended_reason IS DISTINCT FROM old.ended_reason
        OR (new.title, new.body, new.urgent_reason) IS DISTINCT FROM
          (old.title, old.body, old.urgent_reason)) THEN
        RAISE EXCEPTION 'what is said in a hearing lies sealed'
          USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END $function$;
`;

const ballots = `
  create or replace function governance.guard_ballot() returns trigger language plpgsql
  as $function$
  DECLARE
    heard boolean;
  BEGIN
    IF tg_op = 'UPDATE' AND new.reason IS NULL
      AND to_jsonb(new) - ARRAY['reason', 'reason_sealed']
        = to_jsonb(old) - ARRAY['reason', 'reason_sealed']
      AND (new.reason_sealed IS NULL
          AND (membership.is_erased(old.cooperative_id, old.member_id)
            OR governance.is_about_erased(old.cooperative_id, old.proposal_id)
            OR governance.stood_erased(old.cooperative_id, old.proposal_id))
        OR EXISTS (SELECT FROM governance.proposals p
          WHERE p.cooperative_id = old.cooperative_id AND p.id = old.proposal_id AND p.is_hearing
            AND CASE WHEN new.reason_sealed IS NULL THEN governance.is_hearing_over(p)
              ELSE old.reason IS NOT NULL END)) THEN
      RETURN new;
    END IF;
    IF tg_op = 'UPDATE' THEN
      IF old.superseded_at IS NOT NULL OR new.superseded_at IS NULL
        OR (new.id, new.cooperative_id, new.proposal_id, new.member_id, new.mark, new.weight,
          new.reason, new.reason_sealed, new.cast_at, new.cast_via, new.supersedes_id,
          new.recorded_at)
        IS DISTINCT FROM (old.id, old.cooperative_id, old.proposal_id, old.member_id, old.mark,
          old.weight, old.reason, old.reason_sealed, old.cast_at, old.cast_via,
          old.supersedes_id, old.recorded_at)
      THEN
        RAISE EXCEPTION 'a ballot is superseded, once, never changed'
          USING errcode = 'restrict_violation';
      END IF;
    END IF;
    SELECT is_hearing INTO heard FROM governance.proposals
      WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id
        AND state IN ('open', 'extended')
        AND coalesce(new.superseded_at, new.cast_at) >= opened_at
        AND coalesce(new.superseded_at, new.cast_at) < closes_at
      FOR SHARE;
    IF NOT found THEN
      RAISE EXCEPTION 'Voting on this proposal is not open.'
        USING errcode = 'P0001', detail = 'VOTING_CLOSED';
    END IF;
    IF tg_op = 'INSERT'
      AND (heard AND new.reason IS NOT NULL OR NOT heard AND new.reason_sealed IS NOT NULL) THEN
      RAISE EXCEPTION 'reasons lie sealed in hearings, and in nothing else'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $function$;
`;

// A process of the version before does not know that such a vote is one.
const actions = `
  create or replace function governance.guard_action() returns trigger language plpgsql
  as $function$
  DECLARE
    run_off_of uuid;
    heard boolean;
  BEGIN
    IF tg_op = 'INSERT' THEN
      SELECT run_off_of_id, is_hearing INTO run_off_of, heard FROM governance.proposals
        WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id AND state = 'draft';
      IF NOT found OR new.state <> 'pending' THEN
        RAISE EXCEPTION 'actions belong to a draft' USING errcode = 'restrict_violation';
      END IF;
      IF run_off_of IS NULL AND NOT heard AND governance.is_hearing_kind(new.kind) THEN
        RAISE EXCEPTION 'a vote on % is a hearing', new.kind USING errcode = 'restrict_violation';
      END IF;
      IF new.about_member_id IS NOT NULL THEN
        PERFORM FROM membership.erased_among(new.cooperative_id, ARRAY[new.about_member_id]);
        IF found THEN
          RAISE EXCEPTION 'There is no such member here.'
            USING errcode = 'P0001', detail = 'MEMBER_UNKNOWN';
        END IF;
      END IF;
      IF run_off_of IS NULL AND EXISTS (SELECT FROM governance.actions a
          WHERE a.proposal_id = new.proposal_id AND a.cooperative_id = new.cooperative_id
            AND (a.about_member_id IS NOT NULL OR new.about_member_id IS NOT NULL)) THEN
        RAISE EXCEPTION 'What is about a member is voted on by itself.'
          USING errcode = 'P0001', detail = 'ACTION_STANDS_ALONE';
      END IF;
      RETURN new;
    END IF;
    IF tg_op = 'DELETE' OR old.state = 'executed'
      OR (new.id, new.cooperative_id, new.proposal_id, new.ordinal, new.kind, new.payload,
          new.about_member_id)
        IS DISTINCT FROM
        (old.id, old.cooperative_id, old.proposal_id, old.ordinal, old.kind, old.payload,
          old.about_member_id) THEN
      RAISE EXCEPTION 'an action is never changed, and runs once'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $function$;
`;

/**
 * What is said in hearings lies sealed, and plain columns say nothing of it. A migration does not
 * have the secret: what was said before is sealed by a job.
 */
export class GovernanceSealHearings1796904500001 implements MigrationInterface {
  readonly name = 'GovernanceSealHearings1796904500001';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [columns, forgetting, proposals, ballots, actions]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
