import type { MigrationInterface, QueryRunner } from 'typeorm';

const known = `
  alter table governance.proposals add column is_hearing boolean not null default false;
  alter table governance.proposals disable trigger user;
  update governance.proposals p set is_hearing = true
    where exists (select from governance.actions a
      where a.cooperative_id = p.cooperative_id and a.proposal_id = p.id
        and a.kind in ('member.expel', 'member.suspend'));
  alter table governance.proposals enable trigger user;
  alter table governance.proposals add constraint proposals_hearing_names_no_options_check
    check (not is_hearing or options is null);
  create index proposals_hearings on governance.proposals (cooperative_id) where is_hearing;
  create trigger keep_hearing before update of is_hearing on governance.proposals for each row
    when (old.is_hearing is distinct from new.is_hearing)
    execute function platform.refuse_change();
`;

// Two days short of the term: which day it is by the co-operative's clock is not known here.
const over = `
  create function governance.is_hearing_over(vote governance.proposals)
    returns boolean language sql stable as $function$
      select vote.is_hearing
        and coalesce(vote.closed_at, vote.ended_at) < now() - interval '88 days'
        and vote.state not in ('draft', 'notice', 'open', 'extended', 'closed')
    $function$;

  create function governance.drops_hearing(old governance.proposals, new governance.proposals)
    returns boolean language sql stable as $function$
      select governance.is_hearing_over(old) and new.title = 'Erased' and new.body = ''
        and new.urgent_reason is null and new.ended_reason is null
        and to_jsonb(new) - array['title', 'body', 'urgent_reason', 'ended_reason']
          = to_jsonb(old) - array['title', 'body', 'urgent_reason', 'ended_reason']
    $function$;

  drop trigger guard_proposal on governance.proposals;
  create trigger guard_proposal before update on governance.proposals for each row
    when (not governance.forgets_texts(old.*, new.*)
      and not governance.drops_hearing(old.*, new.*))
    execute function governance.guard_proposal();
`;

const ballots = `
CREATE OR REPLACE FUNCTION governance.guard_ballot()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF tg_op = 'UPDATE' AND new.reason IS NULL
      AND to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason'
      AND (membership.is_erased(old.cooperative_id, old.member_id)
        OR governance.is_about_erased(old.cooperative_id, old.proposal_id)
        OR EXISTS (SELECT FROM governance.proposals p
          WHERE p.cooperative_id = old.cooperative_id AND p.id = old.proposal_id
            AND governance.is_hearing_over(p))) THEN
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

// Who is erased while an action about them is drafted is waited for, and nothing is written.
const actions = `
CREATE OR REPLACE FUNCTION governance.guard_action()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  DECLARE
    run_off_of uuid;
  BEGIN
    IF tg_op = 'INSERT' THEN
      SELECT run_off_of_id INTO run_off_of FROM governance.proposals
        WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id AND state = 'draft';
      IF NOT found OR new.state <> 'pending' THEN
        RAISE EXCEPTION 'actions belong to a draft' USING errcode = 'restrict_violation';
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

// Nothing more is taken of who is erased; as what guards it is written anew, it is asked for again.
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'hearings ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/**
 * Of votes about how somebody conducted themselves the words go ninety days after them, those of
 * the ballots too. What is proposed about somebody stands alone, and about nobody who is erased.
 */
export class GovernanceLetHearingsGo1796904100001 implements MigrationInterface {
  readonly name = 'GovernanceLetHearingsGo1796904100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(known);
    await runner.query(over);
    await runner.query(ballots);
    await runner.query(actions);
    await runner.query(again);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
