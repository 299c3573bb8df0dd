import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who checked whom in, and out; whether a second officer says so too, and whether they did
 * themselves. Who goes stays in the list as gone. Of those who came before, nobody knows.
 */
const attendances = `
  alter table governance.attendances
    add column checked_in_by uuid,
    add column checked_in_at timestamptz,
    add column seconded_by uuid,
    add column confirmed_at timestamptz,
    add column left_at timestamptz,
    add column checked_out_by uuid,
    add constraint attendances_left_check check ((left_at is null) = (checked_out_by is null)),
    add constraint attendances_seconded_check
      check (seconded_by is distinct from coalesce(checked_out_by, checked_in_by)
        or seconded_by is null);
  create index attendances_by_door on governance.attendances (cooperative_id, checked_in_by);
  do $do$ begin
    execute format('grant update (checked_in_by, checked_in_at, seconded_by, confirmed_at, left_at,
      checked_out_by) on governance.attendances to %I', current_setting('rochdale.app_role'));
    execute format('revoke delete on governance.attendances from %I',
      current_setting('rochdale.app_role'));
  end $do$;

  create or replace function governance.guard_attendance() returns trigger
    language plpgsql as $function$
  declare
    one governance.attendances;
  begin
    one := case when tg_op = 'DELETE' then old else new end;
    if not exists (select from governance.assemblies
      where id = one.assembly_id and cooperative_id = one.cooperative_id
        and ended_at is null) then
      raise exception 'members come and go while their assembly goes on'
        using errcode = 'restrict_violation';
    end if;
    if tg_op = 'UPDATE' and old.left_at is null and new.left_at is null
      and (old.checked_in_by is not null and new.checked_in_by is distinct from old.checked_in_by
        or old.seconded_by is not null and new.seconded_by is distinct from old.seconded_by
        or old.confirmed_at is not null
          and new.confirmed_at is distinct from old.confirmed_at) then
      raise exception 'who said that somebody is there stays'
        using errcode = 'restrict_violation';
    end if;
    return one;
  end $function$;
  create trigger guard_attendance_kept before update on governance.attendances
    for each row execute function governance.guard_attendance();
`;

/** Of each vote: who opened and closed it, and by whose word its voters were there. */
const votes = `
  alter table governance.assemblies add column tried_at timestamptz;
  alter table governance.assembly_votes
    add column opened_by uuid,
    add column closed_by uuid;
  do $do$ begin
    execute format('grant update (closed_by) on governance.assembly_votes to %I',
      current_setting('rochdale.app_role'));
  end $do$;

  create table governance.assembly_voters (
    proposal_id uuid not null
      constraint assembly_voters_vote_fk references governance.assembly_votes (proposal_id),
    member_id uuid not null,
    cooperative_id uuid not null,
    checked_in_by uuid,
    seconded_by uuid,
    confirmed_at timestamptz,
    constraint assembly_voters_pk primary key (proposal_id, member_id));
  create index assembly_voters_by_member on governance.assembly_voters (cooperative_id, member_id);
  create index assembly_voters_by_door
    on governance.assembly_voters (cooperative_id, checked_in_by);
  select platform.protect_tenant_table('governance.assembly_voters', 'SELECT, INSERT');
`;

/**
 * Nobody puts to the vote what those decide of whom they alone say that they are there, or are not:
 * whatever process tries.
 */
const guard = `
  create function governance.guard_assembly_vote() returns trigger
    language plpgsql as $function$
  begin
    if tg_op = 'UPDATE' then
      if old.closed_by is null
        and to_jsonb(new) - 'closed_by' = to_jsonb(old) - 'closed_by' then
        return new;
      end if;
      raise exception 'what an assembly voted on stays' using errcode = 'restrict_violation';
    end if;
    if new.opened_by is null or exists (select from governance.attendances n
        where n.cooperative_id = new.cooperative_id and n.assembly_id = new.assembly_id
          and n.member_id <> new.opened_by and n.seconded_by is null
          and (n.left_at is null and n.confirmed_at is null
              and (n.checked_in_by is null or n.checked_in_by = new.opened_by)
            or n.checked_out_by = new.opened_by)) then
      raise exception 'Another than who opens it says who is there.'
        using errcode = 'P0001', detail = 'ASSEMBLY_NEEDS_ANOTHER';
    end if;
    return new;
  end $function$;
  create trigger guard_assembly_vote before insert or update on governance.assembly_votes
    for each row execute function governance.guard_assembly_vote();
`;

/** That somebody was checked in goes with them. */
const facts = `
  do $do$
  declare
    said constant text := pg_get_functiondef('platform.keep_fact'::regproc);
    says constant text := replace(said, $$'governance.BallotVoided',$$,
      $$'governance.BallotVoided', 'governance.CheckedByAnother',$$);
  begin
    if says = said then raise exception 'platform.keep_fact is another'; end if;
    execute says;
  end $do$;
`;

/** Nobody alone says who is there and puts it to the vote. */
export class GovernanceKnowWhoCheckedIn1796906161052 implements MigrationInterface {
  readonly name = 'GovernanceKnowWhoCheckedIn1796906161052';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const part of [attendances, votes, guard, facts]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
