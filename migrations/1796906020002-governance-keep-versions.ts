import type { MigrationInterface, QueryRunner } from 'typeorm';

const versions = `
  alter table governance.proposals add column version integer not null default 1;
  alter table governance.proposals add constraint proposals_version_check
    check (version between 1 and 200) not valid;
  alter table governance.proposals validate constraint proposals_version_check;
  create table governance.proposal_versions (
    proposal_id uuid not null
      constraint proposal_versions_proposal_fk references governance.proposals,
    version integer not null,
    cooperative_id uuid not null,
    title text not null,
    body text not null,
    urgent_reason text,
    window_hours integer not null,
    options jsonb,
    vote_terms jsonb,
    actions jsonb not null,
    made_by_member_id uuid,
    made_at timestamptz not null,
    follows_shown boolean not null,
    constraint proposal_versions_pk primary key (proposal_id, version),
    constraint proposal_versions_actions_check check (jsonb_typeof(actions) = 'array')
  );
  select platform.protect_tenant_table('governance.proposal_versions', 'SELECT, INSERT, UPDATE');
  create function governance.guard_version() returns trigger language plpgsql as $function$
  begin
    if tg_op = 'UPDATE' and new.title = 'Erased' and new.body = '' and new.actions = '[]'::jsonb
      and num_nonnulls(new.urgent_reason, new.options, new.vote_terms) = 0
      and (new.proposal_id, new.version, new.cooperative_id, new.window_hours, new.made_at,
          new.follows_shown) =
        (old.proposal_id, old.version, old.cooperative_id, old.window_hours, old.made_at,
          old.follows_shown)
      and new.made_by_member_id is not distinct from old.made_by_member_id then
      return new;
    end if;
    raise exception 'a version stays as it was' using errcode = 'restrict_violation';
  end $function$;
  create trigger guard_version before update or delete on governance.proposal_versions
    for each row execute function governance.guard_version();
`;

/** Who seconded a text seconded none that came after it. */
const seconds = `
  alter table governance.seconds add column version integer not null default 1;
  alter table governance.seconds drop constraint seconds_pk;
  alter table governance.seconds add constraint seconds_pk
    primary key (proposal_id, member_id, version);
`;

/** What a draft is to do is written anew; from then on it stands. */
const actions = `
  do $do$
  declare
    said constant text := pg_get_functiondef('governance.guard_action'::regproc);
    before constant text := $$    IF tg_op = 'DELETE' OR old.state = 'executed'$$;
    says constant text := replace(said, before,
      $$    IF tg_op = 'DELETE' AND old.state = 'pending' AND EXISTS (
        SELECT FROM governance.proposals p
        WHERE p.id = old.proposal_id AND p.cooperative_id = old.cooperative_id
          AND p.state = 'draft' AND NOT p.is_hearing) THEN
      RETURN old;
    END IF;
$$ || before);
  begin
    if says = said then raise exception 'governance.guard_action is another'; end if;
    execute says;
    execute format('grant delete on governance.actions to %I',
      current_setting('rochdale.app_role'));
  end $do$;
`;

/** A text changes only by a version of its own. */
const counted = `
  create function governance.guard_text() returns trigger language plpgsql as $function$
  begin
    if new.version <> old.version + 1 then
      raise exception 'versions follow each other' using errcode = 'restrict_violation';
    end if;
    if old.is_hearing or old.state <> 'draft' then
      raise exception 'a text is edited as long as it is a draft'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger guard_text before update of version on governance.proposals
    for each row when (old.version is distinct from new.version)
    execute function governance.guard_text();
`;

/** Drafts are edited, and each version of them is kept. */
export class GovernanceKeepVersions1796906020002 implements MigrationInterface {
  readonly name = 'GovernanceKeepVersions1796906020002';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const part of [versions, seconds, actions, counted]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
