import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
  create table governance.authors (
    proposal_id uuid not null
      constraint authors_proposal_fk references governance.proposals,
    member_id uuid not null,
    cooperative_id uuid not null,
    since_version integer not null
      constraint authors_since_version_check check (since_version > 0),
    invited_at timestamptz not null,
    accepted_at timestamptz,
    constraint authors_pk primary key (proposal_id, member_id)
  );
  create index authors_by_member on governance.authors (cooperative_id, member_id);
  select platform.protect_tenant_table('governance.authors', 'SELECT, INSERT, UPDATE, DELETE');
`;

/**
 * Who wrote a proposal becomes another as long as it is a draft: afterwards only erasure takes a
 * name. Nobody is named who has not said so, but with what says the same once more. A hearing is
 * written by nobody else, nor is what a room put to the vote.
 */
const guards = `
  create function governance.guard_author() returns trigger language plpgsql as $function$
  declare
    whose constant uuid := case tg_op when 'DELETE' then old.cooperative_id
      else new.cooperative_id end;
    which constant uuid := case tg_op when 'DELETE' then old.proposal_id else new.proposal_id end;
    said governance.proposals;
  begin
    select * into said from governance.proposals p
      where p.cooperative_id = whose and p.id = which;
    if tg_op = 'DELETE' and (said.state = 'draft' or old.accepted_at is null
      or membership.is_erased(whose, old.member_id)
      or said.title = 'Erased' and said.body = '') then
      return old;
    end if;
    if tg_op = 'INSERT' and said.state = 'draft' and not said.is_hearing
      and not membership.is_erased(whose, new.member_id)
      and (new.accepted_at is null and said.subject_kind is null
        and said.proposer_member_id <> new.member_id and new.since_version = said.version
        or exists (select from governance.authors before where before.cooperative_id = whose
          and before.proposal_id = said.run_off_of_id and before.member_id = new.member_id
          and before.accepted_at is not null)) then
      return new;
    end if;
    if tg_op = 'UPDATE' and said.state = 'draft' and old.accepted_at is null
      and new.accepted_at is not null and not membership.is_erased(whose, new.member_id)
      and to_jsonb(new) - 'accepted_at' = to_jsonb(old) - 'accepted_at' then
      return new;
    end if;
    raise exception 'who wrote it is known once it is put forward'
      using errcode = 'restrict_violation';
  end $function$;
  create trigger guard_author before insert or update or delete on governance.authors
    for each row execute function governance.guard_author();
`;

/** That somebody was asked to write goes with them. */
const told = `
  do $do$
  declare
    said constant text := pg_get_functiondef('platform.keep_fact'::regproc);
    says constant text := replace(said, $$'governance.CandidatePutUp',$$,
      $$'governance.AuthorInvited', 'governance.CandidatePutUp',$$);
  begin
    if says = said then raise exception 'platform.keep_fact is another'; end if;
    execute says;
  end $do$;
`;

/** Members who write a draft with who proposes it. */
export class GovernanceWriteTogether1796906160001 implements MigrationInterface {
  readonly name = 'GovernanceWriteTogether1796906160001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const part of [tables, guards, told]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
