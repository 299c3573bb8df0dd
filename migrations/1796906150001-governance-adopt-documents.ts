import type { MigrationInterface, QueryRunner } from 'typeorm';

const documents = `
  create table governance.documents (
    cooperative_id uuid not null,
    key text not null,
    version integer not null,
    title text not null,
    text text not null,
    text_hash text not null,
    adopted_at timestamptz not null,
    adopted_by_proposal_id uuid not null,
    retired_at timestamptz,
    retired_by_proposal_id uuid,
    constraint documents_pk primary key (cooperative_id, key, version),
    constraint documents_key_check check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(key) <= 60),
    constraint documents_version_check check (version > 0),
    constraint documents_title_check check (length(title) between 1 and 200),
    constraint documents_text_check check (length(text) between 1 and 50000),
    constraint documents_text_hash_check check (text_hash ~ '^[0-9a-f]{64}$'),
    constraint documents_retired_check
      check ((retired_at is null) = (retired_by_proposal_id is null))
  );
  create unique index documents_one_in_force
    on governance.documents (cooperative_id, key) where retired_at is null;
  select platform.protect_tenant_table('governance.documents', 'SELECT, INSERT, UPDATE');
`;

/** What members voted on is not written over: a version goes out of force, once. */
const fixed = `
  create function governance.guard_document() returns trigger language plpgsql as $function$
  begin
    if tg_op = 'DELETE' or old.retired_at is not null
      or to_jsonb(new) - 'retired_at' - 'retired_by_proposal_id'
        <> to_jsonb(old) - 'retired_at' - 'retired_by_proposal_id' then
      raise exception 'a version of a document stays as it was adopted'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger guard_document before update or delete on governance.documents
    for each row execute function governance.guard_document();
`;

/** A co-operative's bylaws and the like, each version by the decision that adopted it. */
export class GovernanceAdoptDocuments1796906150001 implements MigrationInterface {
  readonly name = 'GovernanceAdoptDocuments1796906150001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(documents);
    await runner.query(fixed);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
