import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
  create table governance.paper_entries (
    proposal_id uuid not null constraint paper_entries_count_fk
      references governance.paper_counts (proposal_id),
    nth integer not null constraint paper_entries_nth_check check (nth >= 1),
    cooperative_id uuid not null,
    protocol text not null,
    handed_out integer not null,
    ballots jsonb not null,
    spoilt integer,
    returned integer,
    missing integer,
    content_hash text not null,
    entered_by uuid not null,
    entered_at timestamptz not null,
    constraint paper_entries_pk primary key (proposal_id, nth));
  select platform.protect_tenant_table('governance.paper_entries', 'SELECT, INSERT');
  create trigger refuse_change before update or delete on governance.paper_entries
    for each row execute function platform.refuse_change();
  create trigger refuse_truncate before truncate on governance.paper_entries
    for each statement execute function platform.refuse_change();

  create table governance.paper_askings (
    proposal_id uuid not null constraint paper_askings_proposal_fk
      references governance.proposals (id),
    step text not null constraint paper_askings_step_check check (step in ('over', 'reminder')),
    cooperative_id uuid not null,
    asked_at timestamptz not null,
    constraint paper_askings_pk primary key (proposal_id, step));
  select platform.protect_tenant_table('governance.paper_askings', 'SELECT, INSERT');
`;

/** What was entered before is kept by the database, whoever enters papers anew. */
const keeping = `
  create function governance.keep_paper_entry() returns trigger language plpgsql as $function$
  begin
    insert into governance.paper_entries (proposal_id, nth, cooperative_id, protocol, handed_out,
      ballots, spoilt, returned, missing, content_hash, entered_by, entered_at)
    select old.proposal_id, 1 + count(e.nth), old.cooperative_id, old.protocol, old.handed_out,
      old.ballots, old.spoilt, old.returned, old.missing, old.content_hash, old.entered_by,
      old.entered_at
    from governance.paper_entries e
    where e.proposal_id = old.proposal_id and e.cooperative_id = old.cooperative_id;
    return new;
  end $function$;
  create trigger keep_paper_entry after update on governance.paper_counts
    for each row when (new.entered_at <> old.entered_at or new.entered_by <> old.entered_by
      or new.content_hash <> old.content_hash)
    execute function governance.keep_paper_entry();

  create function governance.guard_paper_entry() returns trigger language plpgsql as $function$
  begin
    if pg_trigger_depth() < 2 then
      raise exception 'what was entered is kept as it is entered anew'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger guard_paper_entry before insert on governance.paper_entries
    for each row execute function governance.guard_paper_entry();
`;

/** What papers were said to say before, and who was asked to enter or confirm them. */
export class VotingKeepPaperEntries1796906160042 implements MigrationInterface {
  readonly name = 'VotingKeepPaperEntries1796906160042';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(tables);
    await runner.query(keeping);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
