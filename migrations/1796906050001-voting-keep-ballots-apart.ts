import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
  create table governance.turnout (
    proposal_id uuid not null,
    member_id uuid not null,
    cooperative_id uuid not null,
    constraint turnout_pk primary key (proposal_id, member_id),
    constraint turnout_voter_fk foreign key (proposal_id, member_id)
      references governance.electorate (proposal_id, member_id));
  create index turnout_by_member on governance.turnout (cooperative_id, member_id);
  select platform.protect_tenant_table('governance.turnout', 'SELECT, INSERT');

  create table governance.ballot_boxes (
    proposal_id uuid not null constraint ballot_boxes_pk primary key
      constraint ballot_boxes_proposal_fk references governance.proposals (id),
    cooperative_id uuid not null,
    held integer not null default 0 constraint ballot_boxes_held_check check (held >= 0),
    inbox bytea,
    chest bytea,
    counted jsonb,
    receipts text[],
    constraint ballot_boxes_counted_whole_check check ((counted is null) = (receipts is null)),
    constraint ballot_boxes_counted_open_check
      check (counted is null or inbox is null and chest is null));
  select platform.protect_tenant_table('governance.ballot_boxes', 'SELECT, INSERT, UPDATE');
  -- What it held before lies in dead rows until they are vacuumed: as soon as there is one.
  alter table governance.ballot_boxes set (
    autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0,
    toast.autovacuum_vacuum_threshold = 0, toast.autovacuum_vacuum_scale_factor = 0);
`;

/** No instant is kept of a ballot: whether it is in time is asked before. */
const guards = `
  create function governance.is_detached(tenant uuid, vote uuid, states text[]) returns boolean
  language sql as $function$
    select exists (select from governance.proposals
      where id = vote and cooperative_id = tenant and rule ->> 'secrecy' = 'detached'
        and state = any (states))
  $function$;
  revoke execute on function governance.is_detached(uuid, uuid, text[]) from public;
  do $do$ begin
    execute format('grant execute on function governance.is_detached(uuid, uuid, text[]) to %I',
      current_setting('rochdale.app_role'));
  end $do$;

  create function governance.guard_turnout() returns trigger language plpgsql as $function$
  begin
    if not governance.is_detached(new.cooperative_id, new.proposal_id,
      array['open', 'extended']) then
      raise exception 'Voting on this proposal is not open.'
        using errcode = 'P0001', detail = 'VOTING_CLOSED';
    end if;
    return new;
  end $function$;
  create trigger guard_turnout before insert on governance.turnout
    for each row execute function governance.guard_turnout();
  create trigger refuse_change before update or delete on governance.turnout
    for each row execute function platform.refuse_change();
  create trigger refuse_truncate before truncate on governance.turnout
    for each statement execute function platform.refuse_change();

  create function governance.guard_new_ballot_box() returns trigger language plpgsql as $function$
  begin
    if new.held <> 0 or num_nonnulls(new.inbox, new.chest, new.counted, new.receipts) > 0
      or not exists (select from governance.proposals
        where id = new.proposal_id and cooperative_id = new.cooperative_id
          and state in ('draft', 'notice')) then
      raise exception 'a box is made empty, before its vote opens'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger guard_new_ballot_box before insert on governance.ballot_boxes
    for each row execute function governance.guard_new_ballot_box();

  create function governance.guard_ballot_box() returns trigger language plpgsql as $function$
  declare
    is_cast boolean;
    is_counted boolean;
    is_dropped boolean;
  begin
    is_cast := old.counted is null and new.counted is null and new.inbox is not null
      and new.held = old.held + 1
      and governance.is_detached(old.cooperative_id, old.proposal_id, array['open', 'extended']);
    is_counted := old.counted is null and new.counted is not null and new.held = old.held
      and cardinality(new.receipts) = new.held
      and new.held = coalesce((select sum((one ->> 'ballots')::int)
        from jsonb_array_elements(new.counted) one), 0)
      and new.held = (select count(*) from governance.turnout t
        where t.cooperative_id = old.cooperative_id and t.proposal_id = old.proposal_id)
      and governance.is_detached(old.cooperative_id, old.proposal_id, array['open', 'extended']);
    is_dropped := old.counted is null and new.counted is null and new.held = old.held
      and new.inbox is null and new.chest is null
      and governance.is_detached(old.cooperative_id, old.proposal_id,
        array['cancelled', 'withdrawn']);
    if new.proposal_id <> old.proposal_id or new.cooperative_id <> old.cooperative_id
      or not (is_cast or is_counted or is_dropped) then
      raise exception 'a box takes a ballot while its vote is open, and is counted once'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger guard_ballot_box before update on governance.ballot_boxes
    for each row execute function governance.guard_ballot_box();
  create trigger refuse_delete before delete on governance.ballot_boxes
    for each row execute function platform.refuse_change();
  create trigger refuse_truncate before truncate on governance.ballot_boxes
    for each statement execute function platform.refuse_change();

  create function governance.drop_ballot_box() returns trigger language plpgsql as $function$
  begin
    update governance.ballot_boxes set inbox = null, chest = null
      where proposal_id = new.id and cooperative_id = new.cooperative_id;
    return null;
  end $function$;
  create trigger drop_ballot_box after update of state on governance.proposals
    for each row when (old.state in ('open', 'extended')
      and new.state in ('cancelled', 'withdrawn') and new.rule ->> 'secrecy' = 'detached')
    execute function governance.drop_ballot_box();

  create function governance.refuse_named_ballot() returns trigger language plpgsql as $function$
  begin
    if governance.is_detached(new.cooperative_id, new.proposal_id,
      array['open', 'extended', 'closed']) then
      raise exception 'a ballot of a detached vote is nobody''s'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger refuse_named_ballot before insert on governance.ballots
    for each row execute function governance.refuse_named_ballot();
`;

/** Detached votes: who has voted lies in one table, what was voted sealed in another. */
export class VotingKeepBallotsApart1796906050001 implements MigrationInterface {
  readonly name = 'VotingKeepBallotsApart1796906050001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(tables);
    await runner.query(guards);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
