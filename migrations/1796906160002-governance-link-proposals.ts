import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
  create table governance.proposal_links (
    proposal_id uuid not null
      constraint proposal_links_proposal_fk references governance.proposals,
    place integer not null
      constraint proposal_links_place_check check (place between 1 and 10),
    cooperative_id uuid not null,
    kind text not null
      constraint proposal_links_kind_check
      check (kind in ('expense', 'fund', 'document', 'proposal', 'member')),
    subject_id uuid,
    document_key text,
    constraint proposal_links_pk primary key (proposal_id, place),
    constraint proposal_links_subject_check
      check ((kind = 'document') = (document_key is not null)
        and (kind = 'document') = (subject_id is null))
  );
  create index proposal_links_by_subject
    on governance.proposal_links (cooperative_id, kind, subject_id)
    where subject_id is not null;
  select platform.protect_tenant_table('governance.proposal_links', 'SELECT, INSERT, DELETE');
`;

/** What a vote is about stands once it is open; whom it leads to goes, and what is erased. */
const guards = `
  create function governance.guard_proposal_link() returns trigger language plpgsql as $function$
  declare
    link constant governance.proposal_links := case tg_op when 'DELETE' then old else new end;
    said governance.proposals;
    is_gone constant boolean := link.kind = 'member'
      and membership.is_erased(link.cooperative_id, link.subject_id);
  begin
    select * into said from governance.proposals p
      where p.cooperative_id = link.cooperative_id and p.id = link.proposal_id;
    if tg_op = 'INSERT' and said.opened_at is null and not said.is_hearing and not is_gone then
      return new;
    end if;
    if tg_op = 'DELETE' and (said.opened_at is null or is_gone
      or said.title = 'Erased' and said.body = '') then
      return old;
    end if;
    raise exception 'what a vote is about stands once it is open'
      using errcode = 'restrict_violation';
  end $function$;
  create trigger guard_proposal_link before insert or update or delete
    on governance.proposal_links
    for each row execute function governance.guard_proposal_link();
`;

// What an erasure takes has grown: it goes of who is erased already as well.
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'linked to ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/** What proposals are about. */
export class GovernanceLinkProposals1796906160002 implements MigrationInterface {
  readonly name = 'GovernanceLinkProposals1796906160002';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const part of [tables, guards, again]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
