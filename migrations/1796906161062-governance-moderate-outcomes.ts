import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = `
  alter table governance.outcome_statements
    add column removed_at timestamptz,
    add column removed_because text,
    add column removed_by_member_id uuid,
    add constraint outcome_statements_removed_check check (
      (removed_at is null) = (removed_because is null)
      and (removed_at is null) = (removed_by_member_id is null)
      and (removed_at is null or body = ''));
`;

/** An officer takes out what another one told; that it was told, and who took it out, stays. */
const guard = `
  create or replace function governance.guard_outcome_statement() returns trigger
  language plpgsql as $function$
  declare
    removal constant text[] :=
      array['body', 'removed_at', 'removed_because', 'removed_by_member_id'];
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
    if tg_op = 'UPDATE' and old.removed_at is null and old.body <> ''
      and new.removed_at is not null
      and to_jsonb(new) - removal = to_jsonb(old) - removal
      and new.removed_because in ('personal-data', 'offence', 'unlawful', 'off-topic')
      and new.removed_by_member_id <> old.written_by_member_id then
      return new;
    end if;
    raise exception 'what was told to follow stays' using errcode = 'restrict_violation';
  end $function$;
`;

// What the guard lets an erasure take is said anew: it goes of who is erased already as well.
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'moderated of ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/** What was told to follow from a decision is taken out as comments are. */
export class GovernanceModerateOutcomes1796906161062 implements MigrationInterface {
  readonly name = 'GovernanceModerateOutcomes1796906161062';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const part of [columns, guard, again]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
