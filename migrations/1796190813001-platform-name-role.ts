import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The functions that give rights ask which role the service has now, instead of naming the one that
 * it had when they were made: `DATABASE_APP_ROLE` may be another one later.
 */
export class PlatformNameRole1796190813001 implements MigrationInterface {
  readonly name = 'PlatformNameRole1796190813001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function platform.protect_tenant_table(
        tenant_table regclass, privileges text default 'SELECT, INSERT, UPDATE, DELETE')
      returns void language plpgsql as $$
      declare app_role constant text := current_setting('rochdale.app_role');
      begin
        execute format('alter table %s enable row level security', tenant_table);
        execute format('alter table %s force row level security', tenant_table);
        execute format('create policy tenant on %s to %I
          using (cooperative_id = (select platform.current_cooperative()))
          with check (cooperative_id = (select platform.current_cooperative()))',
          tenant_table, app_role);
        execute format('create policy owner on %s to current_user using (true) with check (true)',
          tenant_table);
        execute format('grant %s on %s to %I', privileges, tenant_table, app_role);
      end $$`);
    await runner.query(`
      create or replace function platform.grant_schema(schema_name name) returns void
      language plpgsql as $$
      begin
        execute format('revoke all on schema %I from public', schema_name);
        execute format('grant usage on schema %I to %I', schema_name,
          current_setting('rochdale.app_role'));
      end $$`);
    await runner.query(`
      create or replace function platform.grant_global_table(global_table regclass, privileges text)
      returns void language plpgsql as $$
      begin
        execute format('grant %s on %s to %I', privileges, global_table,
          current_setting('rochdale.app_role'));
      end $$`);
    await runner.query(`
      create or replace function platform.grant_function(granted regprocedure) returns void
      language plpgsql as $$
      begin
        execute format('revoke all on function %s from public', granted);
        execute format('grant execute on function %s to %I', granted,
          current_setting('rochdale.app_role'));
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
