import type { MigrationInterface, QueryRunner } from 'typeorm';

const known = `
  alter table governance.actions add column about_member_id uuid;
  alter table governance.actions disable trigger user;
  update governance.actions a set about_member_id = (a.payload ->> 'memberId')::uuid
    where a.kind in ('member.expel', 'member.suspend', 'member.change-class', 'role.appoint');
  update governance.actions a set about_member_id = t.member_id
    from membership.role_terms t
    where a.kind = 'role.end' and t.cooperative_id = a.cooperative_id
      and t.id::text = a.payload ->> 'termId';
  update governance.actions a set about_member_id = m.member_id
    from membership.applications m
    where a.kind = 'application.admit' and m.cooperative_id = a.cooperative_id
      and m.id::text = a.payload ->> 'applicationId';
  alter table governance.actions enable trigger user;
  create index actions_by_person on governance.actions (cooperative_id, about_member_id)
    where about_member_id is not null;

  create function governance.is_about_erased(tenant uuid, vote uuid)
    returns boolean language sql stable as $function$
      select exists (select from governance.actions a
        where a.cooperative_id = tenant and a.proposal_id = vote
          and membership.is_erased(tenant, a.about_member_id))
    $function$;
`;

const forgets = `
CREATE OR REPLACE FUNCTION governance.forgets_terms(old governance.actions, new governance.actions)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
          select new.payload = '{}'::jsonb and new.failure_message is null
            and to_jsonb(new) - array['payload', 'failure_message']
              = to_jsonb(old) - array['payload', 'failure_message']
            and (membership.is_erased(old.cooperative_id, old.about_member_id)
              or exists (select from governance.proposals p
              where p.id = old.proposal_id and p.cooperative_id = old.cooperative_id
                and p.title = 'Erased' and p.outcome is null
                and membership.is_erased(p.cooperative_id, p.proposer_member_id)))
        $function$;

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
          or old.state not in ('draft', 'notice', 'open', 'extended', 'closed')
            and new.title = 'Erased' and new.body = ''
            and new.urgent_reason is null and new.ended_reason is null
            and to_jsonb(new) - array['title', 'body', 'urgent_reason', 'ended_reason']
              = to_jsonb(old) - array['title', 'body', 'urgent_reason', 'ended_reason']
            and governance.is_about_erased(old.cooperative_id, old.id)
        $function$;
`;

const guards = `
CREATE OR REPLACE FUNCTION governance.guard_action()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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

CREATE OR REPLACE FUNCTION governance.guard_ballot()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF tg_op = 'UPDATE' AND new.reason IS NULL
      AND to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason'
      AND (membership.is_erased(old.cooperative_id, old.member_id)
        OR governance.is_about_erased(old.cooperative_id, old.proposal_id)) THEN
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

// What an erasure takes has grown, here and before: it goes of who is erased already as well.
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member', 'named ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/**
 * Actions say which member they are about, so that what members proposed about somebody who is
 * erased goes: words and terms. How it was decided stays.
 */
export class GovernanceKnowWhomActionsName1796903600001 implements MigrationInterface {
  readonly name = 'GovernanceKnowWhomActionsName1796903600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(known);
    await runner.query(forgets);
    await runner.query(guards);
    await runner.query(again);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
