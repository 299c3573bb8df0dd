import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
  create table governance.paper_voters (
    proposal_id uuid not null,
    member_id uuid not null,
    cooperative_id uuid not null,
    constraint paper_voters_pk primary key (proposal_id, member_id),
    constraint paper_voters_voter_fk foreign key (proposal_id, member_id)
      references governance.electorate (proposal_id, member_id));
  create index paper_voters_by_member on governance.paper_voters (cooperative_id, member_id);
  select platform.protect_tenant_table('governance.paper_voters', 'SELECT, INSERT, DELETE');

  create table governance.paper_counts (
    proposal_id uuid not null constraint paper_counts_pk primary key
      constraint paper_counts_proposal_fk references governance.proposals (id),
    cooperative_id uuid not null,
    protocol text not null constraint paper_counts_protocol_check
      check (length(protocol) >= 1 and length(protocol) <= 5000),
    handed_out integer not null constraint paper_counts_handed_out_check check (handed_out >= 0),
    ballots jsonb not null,
    content_hash text not null constraint paper_counts_hash_check
      check (content_hash ~ '^[0-9a-f]{64}$'),
    entered_by uuid not null,
    entered_at timestamptz not null,
    confirmed_by uuid,
    confirmed_at timestamptz,
    constraint paper_counts_another_check check (confirmed_by <> entered_by),
    constraint paper_counts_confirmed_check
      check ((confirmed_by is null) = (confirmed_at is null)));
  select platform.protect_tenant_table('governance.paper_counts', 'SELECT, INSERT, UPDATE');
`;

const guards = `
  create function governance.has_papers(tenant uuid, vote uuid) returns boolean
  language sql as $function$
    select exists (select from governance.proposals
      where id = vote and cooperative_id = tenant and rule ? 'paper'
        and not is_hearing and state in ('open', 'extended'))
  $function$;
  revoke execute on function governance.has_papers(uuid, uuid) from public;
  do $do$ begin
    execute format('grant execute on function governance.has_papers(uuid, uuid) to %I',
      current_setting('rochdale.app_role'));
  end $do$;

  create function governance.guard_paper_voter() returns trigger language plpgsql as $function$
  declare
    voter governance.paper_voters;
  begin
    voter := case when tg_op = 'DELETE' then old else new end;
    if not governance.has_papers(voter.cooperative_id, voter.proposal_id)
      or exists (select from governance.paper_counts
        where proposal_id = voter.proposal_id and cooperative_id = voter.cooperative_id)
      or tg_op = 'INSERT' and (
        exists (select from governance.ballots
          where proposal_id = voter.proposal_id and member_id = voter.member_id
            and cooperative_id = voter.cooperative_id and superseded_at is null)
        or exists (select from governance.turnout
          where proposal_id = voter.proposal_id and member_id = voter.member_id
            and cooperative_id = voter.cooperative_id)) then
      raise exception 'a paper is for who has not voted, in a vote that goes on'
        using errcode = 'restrict_violation';
    end if;
    return voter;
  end $function$;
  create trigger guard_paper_voter before insert or delete on governance.paper_voters
    for each row execute function governance.guard_paper_voter();
  create trigger refuse_truncate before truncate on governance.paper_voters
    for each statement execute function platform.refuse_change();

  create function governance.guard_paper_count() returns trigger language plpgsql as $function$
  begin
    if not governance.has_papers(new.cooperative_id, new.proposal_id)
      or tg_op = 'INSERT' and new.confirmed_at is not null
      or coalesce((select sum((one ->> 'ballots')::bigint)
        from jsonb_array_elements(new.ballots) one), 0) > new.handed_out
      or new.handed_out <> (select count(*) from governance.paper_voters v
        where v.proposal_id = new.proposal_id and v.cooperative_id = new.cooperative_id)
      or tg_op = 'UPDATE' and (old.confirmed_at is not null
        or (new.proposal_id, new.cooperative_id) <> (old.proposal_id, old.cooperative_id)
        or new.confirmed_at is not null
          and (new.protocol, new.handed_out, new.ballots, new.content_hash, new.entered_by,
            new.entered_at) is distinct from
          (old.protocol, old.handed_out, old.ballots, old.content_hash, old.entered_by,
            old.entered_at)) then
      raise exception 'papers are counted while their vote waits, and confirmed once'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger guard_paper_count before insert or update on governance.paper_counts
    for each row execute function governance.guard_paper_count();
  create trigger refuse_delete before delete on governance.paper_counts
    for each row execute function platform.refuse_change();
  create trigger refuse_truncate before truncate on governance.paper_counts
    for each statement execute function platform.refuse_change();

  create function governance.refuse_second_vote() returns trigger language plpgsql as $function$
  begin
    if exists (select from governance.paper_voters
      where proposal_id = new.proposal_id and member_id = new.member_id
        and cooperative_id = new.cooperative_id) then
      raise exception 'whoever was handed a paper votes by it'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger refuse_second_vote before insert on governance.ballots
    for each row execute function governance.refuse_second_vote();
  create trigger refuse_second_vote before insert on governance.turnout
    for each row execute function governance.refuse_second_vote();
`;

/** Papers beside ballots: who was handed one, and what two people say that they say. */
export class VotingCountPapers1796906120001 implements MigrationInterface {
  readonly name = 'VotingCountPapers1796906120001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(tables);
    await runner.query(guards);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
