import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = `
  alter table governance.comments add column version integer not null default 1
    constraint comments_version_check check (version between 1 and 20);
  alter table governance.comment_mentions add column is_named boolean not null default true;
  alter table governance.comment_mentions add column told_at timestamptz;
  update governance.comment_mentions m set told_at = c.written_at
    from governance.comments c where c.id = m.comment_id;
  drop index governance.comment_mentions_by_member;
  create index comment_mentions_by_member
    on governance.comment_mentions (cooperative_id, member_id, told_at);
  do $do$ begin
    execute format('grant update (is_named, told_at) on governance.comment_mentions to %I',
      current_setting('rochdale.app_role'));
  end $do$;
`;

/**
 * A change says that it is the next one; nobody takes out their own words once it is decided; and
 * what was said of who stood in an election goes with them.
 */
const comments = `
  create function governance.is_forgotten(cooperative uuid, proposal uuid)
  returns boolean language sql stable as $function$
    select exists (select from governance.proposals p
        where p.cooperative_id = cooperative and p.id = proposal
          and p.title = 'Erased' and p.body = '')
      or exists (select from governance.candidates c
        where c.cooperative_id = cooperative and c.proposal_id = proposal
          and membership.is_erased(cooperative, c.member_id))
  $function$;
  create or replace function governance.guard_comment() returns trigger language plpgsql
  as $function$
  declare
    removal constant text[] :=
      array['body', 'removed_at', 'removed_because', 'removed_by_member_id'];
    edit constant text[] := array['body', 'edited_at', 'version'];
  begin
    if tg_op = 'INSERT' and new.removed_at is null and new.edited_at is null and new.version = 1
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
            or governance.is_forgotten(old.cooperative_id, old.proposal_id))
        else new.removed_because in ('personal-data', 'offence', 'unlawful', 'off-topic')
          and (new.removed_by_member_id is distinct from old.written_by_member_id
            or governance.is_discussed(old.cooperative_id, old.proposal_id)) end) then
      return new;
    end if;
    if tg_op = 'UPDATE' and old.removed_at is null and new.removed_at is null
      and new.version = old.version + 1 and to_jsonb(new) - edit = to_jsonb(old) - edit
      and governance.is_discussed(old.cooperative_id, old.proposal_id) then
      return new;
    end if;
    raise exception 'what was said stands, or is taken out' using errcode = 'restrict_violation';
  end $function$;
`;

/** Who was told stays on record, so that nobody is told twice: it goes with them. */
const mentions = `
  create function governance.guard_mention() returns trigger language plpgsql as $function$
  declare
    which constant uuid := case tg_op when 'DELETE' then old.comment_id else new.comment_id end;
    said governance.comments;
    may_change boolean;
  begin
    select * into said from governance.comments c where c.id = which;
    may_change := said.removed_at is null
      and governance.is_discussed(said.cooperative_id, said.proposal_id);
    if tg_op = 'INSERT' and may_change and new.is_named then return new; end if;
    if tg_op = 'UPDATE' and (old.told_at is null or new.told_at = old.told_at)
      and to_jsonb(new) - array['is_named', 'told_at']
        = to_jsonb(old) - array['is_named', 'told_at']
      and (may_change or said.removed_at is not null and not new.is_named
        and new.told_at is not distinct from old.told_at) then
      return new;
    end if;
    if tg_op = 'DELETE' and (said.removed_because = 'erased'
      or membership.is_erased(said.cooperative_id, old.member_id)) then
      return old;
    end if;
    raise exception 'who was told was told, and what was said stands once it is decided'
      using errcode = 'restrict_violation';
  end $function$;
  drop trigger guard_mention on governance.comment_mentions;
  create trigger guard_mention before insert or update or delete on governance.comment_mentions
    for each row execute function governance.guard_mention();
`;

const outcomes = `
  create or replace function governance.guard_outcome_statement() returns trigger
  language plpgsql as $function$
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
        or governance.is_forgotten(old.cooperative_id, old.proposal_id)) then
      return new;
    end if;
    raise exception 'what was told to follow stays' using errcode = 'restrict_violation';
  end $function$;
`;

/** That words of somebody's were taken out goes with them. */
const facts = `
  do $do$
  declare
    said constant text := pg_get_functiondef('platform.keep_fact'::regproc);
    says constant text := replace(said, $$'governance.CandidatePutUp',$$,
      $$'governance.CandidatePutUp', 'governance.ReviewDue', 'governance.WordsRemoved',$$);
  begin
    if says = said then raise exception 'platform.keep_fact is another'; end if;
    execute says;
  end $do$;
`;

// What an erasure takes has grown: it goes of who is erased already as well.
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'told of ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/** Who was told of a comment, which version of it is read, and what goes with who stood. */
export class GovernanceKeepWhatWasTold1796906160050 implements MigrationInterface {
  readonly name = 'GovernanceKeepWhatWasTold1796906160050';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const part of [columns, comments, mentions, outcomes, facts, again]) {
      await runner.query(part);
    }
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
