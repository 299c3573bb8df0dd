import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
  create table governance.comments (
    id uuid not null constraint comments_pk primary key,
    cooperative_id uuid not null,
    proposal_id uuid not null
      constraint comments_proposal_fk references governance.proposals,
    thread_id uuid constraint comments_thread_fk references governance.comments,
    written_by_member_id uuid not null,
    body text not null,
    written_at timestamptz not null,
    edited_at timestamptz,
    removed_at timestamptz,
    removed_because text,
    removed_by_member_id uuid,
    constraint comments_body_check
      check ((removed_at is null) = (length(body) > 0) and length(body) <= 10000),
    constraint comments_removed_check check ((removed_at is null) = (removed_because is null)),
    constraint comments_thread_check check (thread_id <> id)
  );
  create index comments_by_proposal
    on governance.comments (cooperative_id, proposal_id, written_at, id);
  create index comments_by_thread on governance.comments (thread_id, written_at, id)
    where thread_id is not null;
  create index comments_by_member
    on governance.comments (cooperative_id, written_by_member_id, written_at);
  create table governance.comment_mentions (
    comment_id uuid not null
      constraint comment_mentions_comment_fk references governance.comments,
    member_id uuid not null,
    cooperative_id uuid not null,
    constraint comment_mentions_pk primary key (comment_id, member_id)
  );
  create index comment_mentions_by_member
    on governance.comment_mentions (cooperative_id, member_id);
  create table governance.comment_reactions (
    comment_id uuid not null
      constraint comment_reactions_comment_fk references governance.comments,
    member_id uuid not null,
    kind text not null,
    cooperative_id uuid not null,
    constraint comment_reactions_pk primary key (comment_id, member_id, kind),
    constraint comment_reactions_kind_check
      check (kind in ('thanks', 'idea', 'question', 'concern', 'celebrate'))
  );
  create index comment_reactions_by_member
    on governance.comment_reactions (cooperative_id, member_id);
  select platform.protect_tenant_table('governance.comments', 'SELECT, INSERT, UPDATE');
  select platform.protect_tenant_table('governance.comment_mentions', 'SELECT, INSERT, DELETE');
  select platform.protect_tenant_table('governance.comment_reactions', 'SELECT, INSERT, DELETE');
`;

/**
 * What was said stands once it is decided; a hearing is not discussed; what is taken out is empty,
 * and stays out.
 */
const guards = `
  create function governance.is_discussed(cooperative uuid, proposal uuid)
  returns boolean language sql stable as $function$
    select exists (select from governance.proposals p
      where p.cooperative_id = cooperative and p.id = proposal and not p.is_hearing
        and p.state in ('draft', 'notice', 'open', 'extended'))
  $function$;
  create function governance.guard_comment() returns trigger language plpgsql as $function$
  declare
    removal constant text[] :=
      array['body', 'removed_at', 'removed_because', 'removed_by_member_id'];
  begin
    if tg_op = 'INSERT' and new.removed_at is null and new.edited_at is null
      and governance.is_discussed(new.cooperative_id, new.proposal_id)
      and (new.thread_id is null or exists (select from governance.comments first
        where first.cooperative_id = new.cooperative_id and first.id = new.thread_id
          and first.proposal_id = new.proposal_id and first.thread_id is null)) then
      return new;
    end if;
    if tg_op = 'UPDATE' and old.removed_at is null and new.removed_at is not null
      and to_jsonb(new) - removal = to_jsonb(old) - removal
      and (case new.removed_because
        when 'author' then new.removed_by_member_id = old.written_by_member_id
          and governance.is_discussed(old.cooperative_id, old.proposal_id)
        when 'erased' then new.removed_by_member_id is null
          and (membership.is_erased(old.cooperative_id, old.written_by_member_id)
            or exists (select from governance.proposals p
              where p.cooperative_id = old.cooperative_id and p.id = old.proposal_id
                and p.title = 'Erased' and p.body = ''))
        else new.removed_because in ('personal-data', 'offence', 'unlawful', 'off-topic') end) then
      return new;
    end if;
    if tg_op = 'UPDATE' and old.removed_at is null and new.removed_at is null
      and to_jsonb(new) - array['body', 'edited_at'] = to_jsonb(old) - array['body', 'edited_at']
      and governance.is_discussed(old.cooperative_id, old.proposal_id) then
      return new;
    end if;
    raise exception 'what was said stands, or is taken out' using errcode = 'restrict_violation';
  end $function$;
  create trigger guard_comment before insert or update or delete on governance.comments
    for each row execute function governance.guard_comment();
  create function governance.guard_reaction() returns trigger language plpgsql as $function$
  declare
    which constant uuid := case tg_op when 'DELETE' then old.comment_id else new.comment_id end;
    whose constant uuid := case tg_op when 'DELETE' then old.member_id else new.member_id end;
    said governance.comments;
  begin
    select * into said from governance.comments c where c.id = which;
    if tg_op = 'INSERT' and said.removed_at is null
      and governance.is_discussed(said.cooperative_id, said.proposal_id) then
      return new;
    end if;
    if tg_op = 'DELETE' and (said.removed_at is not null
      or governance.is_discussed(said.cooperative_id, said.proposal_id)
      or membership.is_erased(said.cooperative_id, whose)) then
      return old;
    end if;
    raise exception 'what was said stands once it is decided'
      using errcode = 'restrict_violation';
  end $function$;
  create trigger guard_reaction before insert or update or delete on governance.comment_reactions
    for each row execute function governance.guard_reaction();
  create trigger guard_mention before insert or update or delete on governance.comment_mentions
    for each row execute function governance.guard_reaction();
`;

/** What a comment shows comes with it, stays as long, and goes with it. */
const files = `
  create function governance.guard_comment_file() returns trigger language plpgsql as $function$
  declare
    said governance.comments;
  begin
    if tg_op = 'DELETE' then
      select * into said from governance.comments c
        where c.cooperative_id = old.cooperative_id and c.id = old.subject_id;
      if said.removed_at is not null then return old; end if;
    elsif (new.subject_kind, new.subject_id) is not distinct from (old.subject_kind, old.subject_id)
    then
      return new;
    elsif old.subject_kind is distinct from 'comment' then
      select * into said from governance.comments c
        where c.cooperative_id = new.cooperative_id and c.id = new.subject_id;
      if said.removed_at is null
        and said.written_by_member_id = new.uploaded_by_member_id
        and governance.is_discussed(said.cooperative_id, said.proposal_id) then
        return new;
      end if;
    end if;
    raise exception 'what a comment shows stays with it' using errcode = 'restrict_violation';
  end $function$;
  create trigger guard_comment_file before delete on platform.attachments
    for each row when (old.subject_kind = 'comment')
    execute function governance.guard_comment_file();
  create trigger guard_shown_file before update on platform.attachments
    for each row when (old.subject_kind = 'comment' or new.subject_kind = 'comment')
    execute function governance.guard_comment_file();
`;

/** That somebody was called by name goes with them. */
const told = `
  do $do$
  declare
    said constant text := pg_get_functiondef('platform.keep_fact'::regproc);
    says constant text := replace(said, $$'governance.CandidatePutUp',$$,
      $$'governance.CandidatePutUp', 'governance.MemberMentioned',$$);
  begin
    if says = said then raise exception 'platform.keep_fact is another'; end if;
    execute says;
  end $do$;
`;

/** What members say on what is proposed. */
export class GovernanceDiscussProposals1796906140002 implements MigrationInterface {
  readonly name = 'GovernanceDiscussProposals1796906140002';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const part of [tables, guards, files, told]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
