import type { MigrationInterface, QueryRunner } from 'typeorm';

const groups = `
  create table membership.working_groups (
    id uuid not null constraint working_groups_pk primary key,
    cooperative_id uuid not null,
    key text not null,
    name text not null,
    purpose text not null,
    opened_at timestamptz not null,
    opened_by_proposal_id uuid not null,
    closed_at timestamptz,
    closed_by_proposal_id uuid,
    constraint working_groups_key_unique unique (cooperative_id, key),
    constraint working_groups_key_check
      check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(key) <= 60),
    constraint working_groups_name_check check (length(name) between 1 and 120),
    constraint working_groups_purpose_check check (length(purpose) between 1 and 2000),
    constraint working_groups_closed_check
      check ((closed_at is null) = (closed_by_proposal_id is null))
  );
  select platform.protect_tenant_table('membership.working_groups', 'SELECT, INSERT, UPDATE');
  create table membership.group_members (
    group_id uuid not null constraint group_members_group_fk references membership.working_groups,
    member_id uuid not null,
    cooperative_id uuid not null,
    joined_at timestamptz not null,
    constraint group_members_pk primary key (group_id, member_id),
    constraint group_members_member_fk foreign key (cooperative_id, member_id)
      references membership.members (cooperative_id, id)
  );
  create index group_members_by_member on membership.group_members (cooperative_id, member_id);
  create index group_members_by_group
    on membership.group_members (cooperative_id, group_id, joined_at, member_id);
  select platform.protect_tenant_table('membership.group_members', 'SELECT, INSERT, DELETE');
`;

/** A group that is closed stays closed; nobody is in one who does not belong. */
const walls = `
  create function membership.guard_working_group() returns trigger language plpgsql as $function$
  begin
    if tg_op = 'DELETE' or old.closed_at is not null
      or to_jsonb(new) - 'closed_at' - 'closed_by_proposal_id'
        <> to_jsonb(old) - 'closed_at' - 'closed_by_proposal_id' then
      raise exception 'a working group stays as it was opened'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger guard_working_group before update or delete on membership.working_groups
    for each row execute function membership.guard_working_group();

  create function membership.guard_group_member() returns trigger language plpgsql as $function$
  begin
    perform from membership.working_groups where id = new.group_id
      and cooperative_id = new.cooperative_id and closed_at is null for share;
    if not found then
      raise exception 'nobody joins a working group that is not open'
        using errcode = 'restrict_violation';
    end if;
    perform from membership.members where id = new.member_id
      and cooperative_id = new.cooperative_id and erased_at is null
      and standing in ('active', 'paused', 'in-arrears', 'suspended') for share;
    if not found then
      raise exception 'only a member is in a working group' using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger guard_group_member before insert or update on membership.group_members
    for each row execute function membership.guard_group_member();

  create function membership.leave_groups() returns trigger language plpgsql as $function$
  begin
    delete from membership.group_members
      where cooperative_id = new.cooperative_id and member_id = new.id;
    return null;
  end $function$;
  create trigger leave_groups after update on membership.members
    for each row when (new.standing in ('applicant', 'left', 'expelled')
      or new.erased_at is not null)
    execute function membership.leave_groups();
`;

/** What members do together beside the whole, and who is in it. */
export class MembershipOpenGroups1796906150002 implements MigrationInterface {
  readonly name = 'MembershipOpenGroups1796906150002';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(groups);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
