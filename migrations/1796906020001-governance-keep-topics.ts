import type { MigrationInterface, QueryRunner } from 'typeorm';

const topics = `
  create table governance.topics (
    cooperative_id uuid not null,
    key text not null,
    title text not null,
    created_at timestamptz not null,
    retired_at timestamptz,
    constraint topics_pk primary key (cooperative_id, key),
    constraint topics_key_check check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(key) <= 60),
    constraint topics_title_check check (length(title) between 1 and 120)
  );
  select platform.protect_tenant_table('governance.topics', 'SELECT, INSERT, UPDATE');
  create table governance.proposal_topics (
    proposal_id uuid not null
      constraint proposal_topics_proposal_fk references governance.proposals,
    topic_key text not null,
    cooperative_id uuid not null,
    constraint proposal_topics_pk primary key (proposal_id, topic_key)
  );
  create index proposal_topics_by_topic
    on governance.proposal_topics (cooperative_id, topic_key, proposal_id);
  select platform.protect_tenant_table('governance.proposal_topics', 'SELECT, INSERT, DELETE');
  create table governance.proposal_tags (
    proposal_id uuid not null
      constraint proposal_tags_proposal_fk references governance.proposals,
    tag text not null,
    cooperative_id uuid not null,
    constraint proposal_tags_pk primary key (proposal_id, tag),
    constraint proposal_tags_tag_check check (length(tag) between 1 and 40)
  );
  create index proposal_tags_by_tag
    on governance.proposal_tags (cooperative_id, tag, proposal_id);
  select platform.protect_tenant_table('governance.proposal_tags', 'SELECT, INSERT, DELETE');
`;

/** What a vote is filed under may decide who votes for whom: it stands once the vote is open. */
const fixed = `
  create function governance.guard_filing() returns trigger language plpgsql as $function$
  declare
    filed record;
    held record;
  begin
    if tg_op = 'DELETE' then filed := old; else filed := new; end if;
    select opened_at, title into held from governance.proposals
      where id = filed.proposal_id and cooperative_id = filed.cooperative_id;
    if held.opened_at is not null
      and not (tg_op = 'DELETE' and tg_table_name = 'proposal_tags' and held.title = 'Erased') then
      raise exception 'what a vote is filed under stands once it is open'
        using errcode = 'restrict_violation';
    end if;
    return filed;
  end $function$;
  create trigger guard_filing before insert or update or delete on governance.proposal_topics
    for each row execute function governance.guard_filing();
  create trigger guard_filing before insert or update or delete on governance.proposal_tags
    for each row execute function governance.guard_filing();
`;

/** Proposals are filed under topics, which a co-operative keeps, and under words of their own. */
export class GovernanceKeepTopics1796906020001 implements MigrationInterface {
  readonly name = 'GovernanceKeepTopics1796906020001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(topics);
    await runner.query(fixed);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
