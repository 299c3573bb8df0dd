import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = `
  create table governance.outcome_statements (
    proposal_id uuid not null
      constraint outcome_statements_proposal_fk references governance.proposals,
    version integer not null
      constraint outcome_statements_version_check check (version between 1 and 50),
    cooperative_id uuid not null,
    body text not null
      constraint outcome_statements_body_check check (length(body) <= 10000),
    written_by_member_id uuid not null,
    written_at timestamptz not null,
    constraint outcome_statements_pk primary key (proposal_id, version)
  );
  select platform.protect_tenant_table('governance.outcome_statements', 'SELECT, INSERT, UPDATE');
`;

/** Told after the decision, of no hearing, version by version; only forgetting takes it. */
const guards = `
  create function governance.guard_outcome_statement() returns trigger language plpgsql
  as $function$
  begin
    if tg_op = 'INSERT' then
      if new.body <> '' and new.version = 1 + coalesce((select max(s.version)
          from governance.outcome_statements s where s.cooperative_id = new.cooperative_id
            and s.proposal_id = new.proposal_id), 0)
        and exists (select from governance.proposals p
          where p.cooperative_id = new.cooperative_id and p.id = new.proposal_id
            and p.outcome is not null and not p.is_hearing) then
        return new;
      end if;
      raise exception 'what follows is told of what was decided, version by version'
        using errcode = 'restrict_violation';
    end if;
    if tg_op = 'UPDATE' and new.body = ''
      and to_jsonb(new) - array['body'] = to_jsonb(old) - array['body']
      and (membership.is_erased(old.cooperative_id, old.written_by_member_id)
        or exists (select from governance.proposals p
          where p.cooperative_id = old.cooperative_id and p.id = old.proposal_id
            and p.title = 'Erased' and p.body = '')) then
      return new;
    end if;
    raise exception 'what was told to follow stays' using errcode = 'restrict_violation';
  end $function$;
  create trigger guard_outcome_statement before insert or update or delete
    on governance.outcome_statements
    for each row execute function governance.guard_outcome_statement();
`;

// What an erasure takes has grown: it goes of who is erased already as well.
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'talked of ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/** Who proposed what was decided tells what follows. */
export class GovernanceTellOutcomes1796906140003 implements MigrationInterface {
  readonly name = 'GovernanceTellOutcomes1796906140003';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const part of [statements, guards, again]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
