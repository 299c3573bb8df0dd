import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = `
  create table governance.appeals (
    vote_id uuid not null constraint appeals_pk primary key
      constraint appeals_vote_fk references governance.proposals (id),
    cooperative_id uuid not null,
    expulsion_id uuid not null
      constraint appeals_expulsion_fk references governance.proposals (id),
    state text not null constraint appeals_state_check
      check (state in ('pending', 'upheld', 'dismissed', 'withdrawn', 'void')),
    filed_at timestamptz not null,
    decided_at timestamptz,
    constraint appeals_decided_check check ((state = 'pending') = (decided_at is null))
  );
  create unique index appeals_once on governance.appeals (expulsion_id) where state <> 'void';
  create index appeals_pending on governance.appeals (cooperative_id) where state = 'pending';
  select platform.protect_tenant_table('governance.appeals', 'SELECT, INSERT, UPDATE');
`;

/**
 * An appeal is filed against an expulsion that waits, while it waits: whoever carries it out is
 * waited for here, and finds the appeal afterwards. It is decided once.
 */
const guards = `
  create function governance.guard_appeal() returns trigger language plpgsql as $function$
  begin
    if tg_op = 'INSERT' and new.state = 'pending' then
      perform from governance.proposals p
        where p.id = new.expulsion_id and p.cooperative_id = new.cooperative_id
          and p.state = 'queued' and p.execute_at > new.filed_at
        for update;
      if found and exists (select from governance.actions a
          where a.cooperative_id = new.cooperative_id and a.proposal_id = new.expulsion_id
            and a.kind = 'member.expel')
        and exists (select from governance.actions a
          where a.cooperative_id = new.cooperative_id and a.proposal_id = new.vote_id
            and a.kind = 'appeal.uphold'
            and a.payload ->> 'expulsionId' = new.expulsion_id::text) then
        return new;
      end if;
      raise exception 'There is nothing to appeal against that waits.'
        using errcode = 'P0001', detail = 'APPEAL_TERM_OVER';
    end if;
    if tg_op = 'UPDATE' and old.state = 'pending' and new.state <> 'pending'
      and to_jsonb(new) - array['state', 'decided_at']
        = to_jsonb(old) - array['state', 'decided_at'] then
      return new;
    end if;
    raise exception 'an appeal is decided once' using errcode = 'restrict_violation';
  end $function$;
  create trigger guard_appeal before insert or update or delete on governance.appeals
    for each row execute function governance.guard_appeal();
  create trigger refuse_truncate before truncate on governance.appeals
    for each statement execute function platform.refuse_change();
`;

/**
 * Nobody carries out, or gives up, what an appeal holds; what one ended is never carried out. Nor
 * does anybody else than themselves end the membership of who waits for it.
 */
const holds = `
  create function governance.hold_appealed() returns trigger language plpgsql as $function$
  begin
    if exists (select from governance.appeals a
        where a.cooperative_id = old.cooperative_id and a.expulsion_id = old.id
          and (a.state = 'pending' or a.state = 'upheld' and new.state <> 'expired')) then
      raise exception 'An appeal holds what was decided.'
        using errcode = 'P0001', detail = 'PROPOSAL_STATUS_CONFLICT';
    end if;
    return new;
  end $function$;
  create trigger hold_appealed before update of state on governance.proposals
    for each row when (old.state = 'queued' and new.state <> 'queued' and old.is_hearing)
    execute function governance.hold_appealed();

  create function governance.hold_appellant() returns trigger language plpgsql as $function$
  begin
    if exists (select from governance.appeals a
        join governance.actions x on x.cooperative_id = a.cooperative_id
          and x.proposal_id = a.expulsion_id
        where a.cooperative_id = new.cooperative_id and a.state = 'pending'
          and x.about_member_id = new.member_id) then
      raise exception 'As they stand now, the member cannot be expelled.'
        using errcode = 'P0001', detail = 'STANDING_CHANGE_REFUSED';
    end if;
    return new;
  end $function$;
  create trigger hold_appellant before insert on membership.standing_changes
    for each row when (new.to_standing in ('left', 'expelled')
      and new.changed_by is distinct from new.member_id)
    execute function governance.hold_appellant();
`;

/** A vote on an appeal is about somebody's conduct as much as what it is against. */
const heard = `
  create or replace function governance.is_hearing_kind(kind text)
    returns boolean language sql immutable as $function$
      select kind in ('appeal.uphold', 'application.admit', 'member.expel', 'member.suspend',
        'role.end')
    $function$;
`;

/** Until when they could appeal, and what came of it, goes with them. */
const facts = `
  do $do$
  declare
    said constant text := pg_get_functiondef('platform.keep_fact'::regproc);
    says constant text := replace(said, $$'governance.BallotVoided',$$,
      $$'governance.AppealAnswered', 'governance.AppealTermBegan', 'governance.BallotVoided',$$);
  begin
    if says = said then raise exception 'platform.keep_fact is another'; end if;
    execute says;
  end $do$;
`;

// What an erasure takes has grown: it goes of who is erased already as well.
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'appeals of ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/** Whoever is expelled appeals, and is not expelled before that is decided. */
export class GovernanceTakeAppeals1796906160061 implements MigrationInterface {
  readonly name = 'GovernanceTakeAppeals1796906160061';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const part of [table, guards, holds, heard, facts, again]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
