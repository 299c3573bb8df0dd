import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Papers of before are out: those that were taken back left no row. Their sums nobody stated. */
const columns = `
  alter table governance.paper_voters
    add column nth integer not null default 1
      constraint paper_voters_nth_check check (nth >= 1),
    add column state text not null default 'out'
      constraint paper_voters_state_check check (state in ('out', 'taken-back', 'returned')),
    add column handed_out_by uuid,
    add column handed_out_at timestamptz,
    add column taken_back_by uuid,
    add column taken_back_at timestamptz,
    add column returned_by uuid,
    add column returned_at timestamptz,
    add column refused_by uuid,
    add column refused_at timestamptz,
    add column disowned_at timestamptz,
    add constraint paper_voters_handed_out_check
      check ((handed_out_by is null) = (handed_out_at is null)),
    add constraint paper_voters_taken_back_check
      check ((taken_back_by is null) = (taken_back_at is null)
        and (state = 'out' or taken_back_by is not null)),
    add constraint paper_voters_returned_check
      check ((returned_by is null) = (returned_at is null)
        and (state = 'returned') = (returned_by is not null)),
    add constraint paper_voters_refused_check check ((refused_by is null) = (refused_at is null)),
    add constraint paper_voters_two_check
      check (taken_back_by <> member_id and returned_by <> member_id
        and returned_by <> taken_back_by),
    drop constraint paper_voters_pk,
    add constraint paper_voters_pk primary key (proposal_id, member_id, nth);
  create unique index paper_voters_once on governance.paper_voters (proposal_id, member_id)
    where state <> 'returned';
  alter table governance.paper_counts
    add column spoilt integer constraint paper_counts_spoilt_check check (spoilt >= 0),
    add column returned integer constraint paper_counts_returned_check check (returned >= 0),
    add column missing integer constraint paper_counts_missing_check check (missing >= 0),
    add constraint paper_counts_stated_check
      check (num_nonnulls(spoilt, returned, missing) in (0, 3));
  do $do$ begin
    execute format('revoke delete on governance.paper_voters from %I',
      current_setting('rochdale.app_role'));
    execute format('grant update (state, taken_back_by, taken_back_at, returned_by, returned_at,
      refused_by, refused_at, disowned_at) on governance.paper_voters to %I',
      current_setting('rochdale.app_role'));
  end $do$;
`;

/** By a name of its own: a later number replaces `guard_paper_voter`, which guards nothing now. */
const guards = `
  drop trigger guard_paper_voter on governance.paper_voters;
  create function governance.guard_handed_paper() returns trigger
  language plpgsql as $function$
  declare
    moves constant text[] := array['state', 'taken_back_by', 'taken_back_at', 'returned_by',
      'returned_at', 'refused_by', 'refused_at', 'disowned_at'];
  begin
    if not governance.has_papers(new.cooperative_id, new.proposal_id)
      or exists (select from governance.paper_counts
        where proposal_id = new.proposal_id and cooperative_id = new.cooperative_id
          and (tg_op = 'INSERT' or confirmed_at is not null))
      or tg_op = 'INSERT' and (new.state <> 'out' or new.handed_out_by is null
        or exists (select from governance.ballots
          where proposal_id = new.proposal_id and member_id = new.member_id
            and cooperative_id = new.cooperative_id and superseded_at is null))
      or tg_op = 'UPDATE' and (to_jsonb(new) - moves <> to_jsonb(old) - moves
        or old.state = 'returned'
        or (old.state, new.state) = ('out', 'returned')) then
      raise exception 'a paper is for who has not voted, and stays on the list'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger guard_paper_voter before insert or update on governance.paper_voters
    for each row execute function governance.guard_handed_paper();
  create trigger refuse_delete before delete on governance.paper_voters
    for each row execute function platform.refuse_change();

  create or replace function governance.guard_paper_count() returns trigger
  language plpgsql as $function$
  declare
    counted bigint := coalesce((select sum((one ->> 'ballots')::bigint)
      from jsonb_array_elements(new.ballots) one), 0);
    is_confirmed boolean := new.confirmed_at is not null;
    handed_out bigint;
    returned bigint;
  begin
    select count(*), count(*) filter (where v.state = 'returned') into handed_out, returned
      from governance.paper_voters v
      where v.proposal_id = new.proposal_id and v.cooperative_id = new.cooperative_id;
    if not governance.has_papers(new.cooperative_id, new.proposal_id)
      or tg_op = 'INSERT' and is_confirmed
      or new.handed_out <> handed_out or counted > handed_out - returned
      or new.spoilt is null and not is_confirmed
      or counted + new.spoilt + new.returned + new.missing <> handed_out
      or new.returned <> returned
      or tg_op = 'UPDATE' and (old.confirmed_at is not null
        or (new.proposal_id, new.cooperative_id) <> (old.proposal_id, old.cooperative_id)
        or is_confirmed and to_jsonb(new) - array['confirmed_by', 'confirmed_at']
          <> to_jsonb(old) - array['confirmed_by', 'confirmed_at']) then
      raise exception 'papers add up, are counted while their vote waits, and confirmed once'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

  create or replace function governance.refuse_second_vote() returns trigger
  language plpgsql as $function$
  begin
    if exists (select from governance.paper_voters
      where proposal_id = new.proposal_id and member_id = new.member_id
        and cooperative_id = new.cooperative_id and state <> 'returned') then
      raise exception 'whoever was handed a paper votes by it'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
`;

/**
 * A paper that was handed out stays on the list, whatever becomes of it: taken back by one, it is
 * returned once a second says so, and both are on record. A protocol says where every paper is.
 */
export class VotingKeepPapersHandedOut1796906160041 implements MigrationInterface {
  readonly name = 'VotingKeepPapersHandedOut1796906160041';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(columns);
    await runner.query(guards);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
