import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Some databases ran this under another number, 1796905500001, which no list of migrations has any
 * more: whatever of it is there is kept as it is.
 */
const delegations = `
  create table if not exists governance.delegations (
    id uuid not null,
    cooperative_id uuid not null,
    member_id uuid not null,
    delegate_id uuid not null,
    scope_kind text not null,
    scope_id uuid not null,
    given_at timestamptz not null,
    expires_at timestamptz,
    ended_at timestamptz,
    constraint delegations_pk primary key (id),
    constraint delegations_two_check check (member_id <> delegate_id),
    constraint delegations_scope_check check (scope_kind <> 'all' or scope_id = cooperative_id),
    constraint delegations_span_check check (expires_at > given_at and ended_at >= given_at)
  );
  create unique index if not exists delegations_one_in_force
    on governance.delegations (cooperative_id, member_id, scope_kind, scope_id)
    where ended_at is null;
  create index if not exists delegations_by_member
    on governance.delegations (cooperative_id, member_id);
  create index if not exists delegations_by_delegate
    on governance.delegations (cooperative_id, delegate_id);
  create index if not exists delegations_by_scope
    on governance.delegations (cooperative_id, scope_id);
`;

const guarded = `
  do $do$ begin
    if not exists (select from pg_policies
        where schemaname = 'governance' and tablename = 'delegations') then
      perform platform.protect_tenant_table('governance.delegations');
    end if;
  end $do$;
`;

// Who is just being erased is waited for; of who is erased nothing is written down any more.
const wall = `
  create or replace function governance.refuse_erased_delegation()
    returns trigger language plpgsql as $function$
    BEGIN
      PERFORM FROM membership.erased_among(new.cooperative_id,
        ARRAY[new.member_id, new.delegate_id]);
      IF found THEN
        RAISE EXCEPTION 'There is no such member.'
          USING errcode = 'P0001', detail = 'DELEGATE_NOT_FOUND';
      END IF;
      RETURN new;
    END $function$;
  create or replace trigger refuse_erased_delegation before insert on governance.delegations
    for each row execute function governance.refuse_erased_delegation();
`;

// What is on record of a delegation is about one of the two, and goes with them.
const forgotten = `
  do $do$
  declare
    said constant text := pg_get_functiondef('platform.keep_fact'::regproc);
    says constant text := replace(said, $$'payments.PayeeDetailsChanged')$$,
      $$'payments.PayeeDetailsChanged',
              'voting.DelegationEnded', 'voting.DelegationGiven')$$);
  begin
    if says = said and strpos(said, $$'voting.DelegationGiven'$$) = 0 then
      raise exception 'platform.keep_fact is another';
    end if;
    execute says;
  end $do$;
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'delegations ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

// A delegation is ended, once, and never another one afterwards.
const guard = `
  create or replace function governance.guard_delegation()
    returns trigger language plpgsql as $function$
    BEGIN
      IF old.ended_at IS NOT NULL OR new.ended_at IS NULL
        OR to_jsonb(new) - 'ended_at' <> to_jsonb(old) - 'ended_at' THEN
        RAISE EXCEPTION 'a delegation is ended, once, never changed'
          USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END $function$;
  create or replace trigger guard_delegation before update on governance.delegations
    for each row execute function governance.guard_delegation();
`;

// Whoever writes it: a ballot for somebody says what the one says that its voter cast who followed.
const followed = `
  alter table governance.ballots add column if not exists follows_id uuid;
  create or replace function governance.guard_followed()
    returns trigger language plpgsql as $function$
    BEGIN
      IF tg_op = 'UPDATE' THEN
        RAISE EXCEPTION 'which ballot another is like is never changed'
          USING errcode = 'restrict_violation';
      END IF;
      PERFORM 1 FROM governance.ballots f JOIN governance.proposals p
          ON p.cooperative_id = f.cooperative_id AND p.id = f.proposal_id
        WHERE f.id = new.follows_id AND f.cooperative_id = new.cooperative_id
          AND f.proposal_id = new.proposal_id AND f.member_id <> new.member_id
          AND f.mark = new.mark AND f.follows_id IS NULL AND f.superseded_at IS NULL
          AND p.rule ? 'delegation' AND NOT p.is_hearing;
      IF NOT found OR new.reason IS NOT NULL OR new.reason_sealed IS NOT NULL THEN
        RAISE EXCEPTION 'a ballot for somebody is like one that stands, where it is offered'
          USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END $function$;
  create or replace trigger guard_followed before insert on governance.ballots
    for each row when (new.follows_id is not null)
    execute function governance.guard_followed();
  create or replace trigger guard_following before update on governance.ballots
    for each row when (new.follows_id is distinct from old.follows_id)
    execute function governance.guard_followed();
`;

/** Who may vote may have somebody else vote for them, where the policy lets them. */
export class VotingDelegateVotes1796906010001 implements MigrationInterface {
  readonly name = 'VotingDelegateVotes1796906010001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(delegations);
    await runner.query(guarded);
    await runner.query(wall);
    await runner.query(forgotten);
    await runner.query(guard);
    await runner.query(followed);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
