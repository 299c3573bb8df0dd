import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is in the right, and waits for another vote to expel them, is owed where they stood. So are
 * those of whom that was forgotten: where nothing goes on any more, it is given back at once.
 */
const owed = `
  alter table governance.appeals add column owes_return boolean not null default false;
  alter table governance.appeals add constraint appeals_owes_return_check
    check (state = 'upheld' or not owes_return);
  create index appeals_owing on governance.appeals (cooperative_id) where owes_return;

  create or replace function governance.guard_appeal() returns trigger
    language plpgsql as $function$
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
      and to_jsonb(new) - array['state', 'decided_at', 'owes_return']
        = to_jsonb(old) - array['state', 'decided_at', 'owes_return'] then
      return new;
    end if;
    if tg_op = 'UPDATE' and old.owes_return and not new.owes_return
      and to_jsonb(new) - 'owes_return' = to_jsonb(old) - 'owes_return' then
      return new;
    end if;
    raise exception 'an appeal is decided once' using errcode = 'restrict_violation';
  end $function$;
`;

const forgotten = `
  alter table governance.appeals disable trigger guard_appeal;
  update governance.appeals x set owes_return = true
    where x.state = 'upheld' and exists (select from governance.actions mine
      join governance.actions theirs on theirs.cooperative_id = mine.cooperative_id
        and theirs.about_member_id = mine.about_member_id and theirs.kind = 'member.expel'
        and theirs.proposal_id <> mine.proposal_id
      where mine.cooperative_id = x.cooperative_id and mine.proposal_id = x.expulsion_id
        and mine.kind = 'member.expel');
  alter table governance.appeals enable trigger guard_appeal;
`;

/** Who only applied is declined, whatever was to become of a membership that they ended before. */
const applicants = `
  drop trigger hold_appellant on membership.standing_changes;
  create trigger hold_appellant before insert on membership.standing_changes
    for each row when (new.to_standing in ('left', 'expelled')
      and new.from_standing is distinct from 'applicant'
      and new.changed_by is distinct from new.member_id)
    execute function governance.hold_appellant();
`;

/** What was left open as appeals began. */
export class GovernanceEndAppeals1796906161051 implements MigrationInterface {
  readonly name = 'GovernanceEndAppeals1796906161051';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const part of [owed, forgotten, applicants]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
