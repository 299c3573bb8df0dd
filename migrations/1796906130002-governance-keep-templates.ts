import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What proposals are written from, in versions. */
export class GovernanceKeepTemplates1796906130002 implements MigrationInterface {
  readonly name = 'GovernanceKeepTemplates1796906130002';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      create table governance.templates (
        id uuid not null constraint templates_pk primary key,
        cooperative_id uuid not null,
        key text not null constraint templates_key_check
          check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(key) <= 60),
        version integer not null constraint templates_version_check check (version > 0),
        definition jsonb not null constraint templates_definition_check
          check (jsonb_typeof(definition) = 'object'),
        kept_at timestamptz not null,
        retired_at timestamptz,
        constraint templates_version_unique unique (cooperative_id, key, version)
      );
      create unique index templates_one_in_force on governance.templates (cooperative_id, key)
        where retired_at is null;
      select platform.protect_tenant_table('governance.templates', 'SELECT, INSERT, UPDATE')`);
    await runner.query(`
      create function governance.guard_template() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or old.retired_at is not null
          or to_jsonb(new) - 'retired_at' <> to_jsonb(old) - 'retired_at' then
          raise exception 'a version of a template is never changed'
            using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger guard_template before update or delete on governance.templates
        for each row execute function governance.guard_template();
      create trigger refuse_truncate before truncate on governance.templates
        for each statement execute function platform.refuse_change()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
