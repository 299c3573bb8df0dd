import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The application's role is named by whoever runs the migrations; see `migrate`. */
async function applicationRole(runner: QueryRunner): Promise<string> {
  const rows = (await runner.query(`select current_setting('rochdale.app_role') as role`)) as {
    role: string;
  }[];
  const role = rows[0]?.role ?? '';
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(role)) throw new Error('the application role has no name');
  return role;
}

/** Schema helpers that every later migration calls: tenancy, grants, append-only tables. */
export class PlatformCreateFoundation1795000000000 implements MigrationInterface {
  readonly name = 'PlatformCreateFoundation1795000000000';

  async up(runner: QueryRunner): Promise<void> {
    const role = await applicationRole(runner);
    await runner.query(`create schema if not exists platform`);
    await createTenancy(runner, role);
    await createGrants(runner, role);
    await createRefusals(runner);
    await runner.query(`select platform.grant_schema('platform')`);
    await createFacts(runner);
    await createJobs(runner);
    await createAttachments(runner);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

async function createTenancy(runner: QueryRunner, role: string): Promise<void> {
  await runner.query(`
    create function platform.current_cooperative() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('rochdale.cooperative_id', true), '')::uuid`);
  // The owner keeps seeing everything: migrations, invariants over all tenants, and the look-ups
  // that must cross tenants (security definer functions) run as the owner, the service never does.
  await runner.query(`
    create function platform.protect_tenant_table(
      tenant_table regclass, privileges text default 'SELECT, INSERT, UPDATE, DELETE')
    returns void language plpgsql as $$
    begin
      execute format('alter table %s enable row level security', tenant_table);
      execute format('alter table %s force row level security', tenant_table);
      execute format('create policy tenant on %s to ${role}
        using (cooperative_id = (select platform.current_cooperative()))
        with check (cooperative_id = (select platform.current_cooperative()))', tenant_table);
      execute format('create policy owner on %s to current_user using (true) with check (true)',
        tenant_table);
      execute format('grant %s on %s to ${role}', privileges, tenant_table);
    end $$`);
}

async function createGrants(runner: QueryRunner, role: string): Promise<void> {
  await runner.query(`
    create function platform.grant_schema(schema_name name) returns void language plpgsql as $$
    begin
      execute format('revoke all on schema %I from public', schema_name);
      execute format('grant usage on schema %I to ${role}', schema_name);
    end $$`);
  await runner.query(`
    create function platform.grant_global_table(global_table regclass, privileges text)
    returns void language plpgsql as $$
    begin
      execute format('grant %s on %s to ${role}', privileges, global_table);
    end $$`);
  await runner.query(`
    create function platform.grant_function(granted regprocedure) returns void
    language plpgsql as $$
    begin
      execute format('revoke all on function %s from public', granted);
      execute format('grant execute on function %s to ${role}', granted);
    end $$`);
}

async function createRefusals(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create function platform.refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% rows are never changed or removed', tg_table_schema || '.' || tg_table_name
        using errcode = 'restrict_violation';
    end $$`);
  await runner.query(`
    create function platform.make_append_only(kept_table regclass) returns void
    language plpgsql as $$
    begin
      execute format('create trigger refuse_change before update or delete on %s
        for each row execute function platform.refuse_change()', kept_table);
      execute format('create trigger refuse_truncate before truncate on %s
        for each statement execute function platform.refuse_change()', kept_table);
    end $$`);
}

async function createFacts(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table platform.facts (
      position bigint generated always as identity constraint facts_pk primary key,
      id uuid not null constraint facts_id_unique unique,
      type text not null,
      version integer not null,
      subject_kind text not null,
      subject_id uuid not null,
      visibility text not null
        constraint facts_visibility_known check (visibility in ('public', 'members', 'private')),
      data jsonb not null,
      cooperative_id uuid,
      actor_kind text not null,
      account_id uuid,
      member_id uuid,
      partner_id uuid,
      via text not null,
      request_id text not null,
      occurred_at timestamptz not null,
      recorded_at timestamptz not null default now()
    )`);
  await runner.query(`
    create index facts_by_cooperative on platform.facts (cooperative_id, position);
    create index facts_by_subject on platform.facts (subject_kind, subject_id, position);
    create table platform.fact_outbox (
      position bigint not null constraint fact_outbox_pk primary key
    )`);
  await runner.query(`
    select platform.protect_tenant_table('platform.facts', 'SELECT, INSERT');
    create policy outside_tenants on platform.facts
      using (cooperative_id is null and platform.current_cooperative() is null)
      with check (cooperative_id is null and platform.current_cooperative() is null);
    select platform.make_append_only('platform.facts');
    select platform.grant_global_table('platform.fact_outbox', 'INSERT')`);
  // The relay works for all tenants. It gets this one door, which takes each fact once: the
  // caller's transaction writes the jobs that follow, or nothing happened.
  await runner.query(`
    create function platform.take_facts(at_most integer) returns setof platform.facts
    language sql volatile security definer set search_path = pg_catalog, platform as $$
      with taken as (
        delete from platform.fact_outbox where position in (
          select position from platform.fact_outbox order by position
          limit at_most for update skip locked)
        returning position)
      select facts.* from platform.facts join taken using (position) order by position
    $$;
    create function platform.facts_waiting(out waiting bigint, out oldest timestamptz)
    language sql stable security definer set search_path = pg_catalog, platform as $$
      select count(*), min(recorded_at)
        from platform.fact_outbox join platform.facts using (position)
    $$;
    select platform.grant_function('platform.take_facts(integer)');
    select platform.grant_function('platform.facts_waiting()')`);
}

async function createJobs(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table platform.jobs (
      id uuid not null constraint jobs_pk primary key,
      cooperative_id uuid,
      name text not null,
      key text not null,
      payload jsonb not null,
      status text not null default 'queued'
        constraint jobs_status_known check (status in ('queued', 'running', 'done', 'dead')),
      attempts integer not null default 0,
      max_attempts integer not null,
      run_at timestamptz not null,
      lease_until timestamptz,
      last_error_code text,
      last_error text,
      created_at timestamptz not null,
      finished_at timestamptz,
      constraint jobs_name_key_unique unique (name, key)
    )`);
  await runner.query(`
    create index jobs_due on platform.jobs (run_at, id) where status = 'queued';
    create index jobs_running on platform.jobs (lease_until) where status = 'running';
    create index jobs_dead on platform.jobs (cooperative_id, created_at, id)
      where status = 'dead'`);
  // A unit of work without a tenant is the worker itself: it sees every job, and jobs hold ids
  // only.
  await runner.query(`
    select platform.protect_tenant_table('platform.jobs', 'SELECT, INSERT, UPDATE, DELETE');
    create policy worker on platform.jobs
      using (platform.current_cooperative() is null)
      with check (platform.current_cooperative() is null)`);
}

async function createAttachments(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table platform.attachments (
      id uuid not null constraint attachments_pk primary key,
      cooperative_id uuid not null,
      uploaded_by_account_id uuid,
      uploaded_by_member_id uuid,
      name text not null,
      media_type text not null,
      size_bytes integer not null constraint attachments_size_positive check (size_bytes > 0),
      sha256 text not null constraint attachments_sha256_hex check (sha256 ~ '^[0-9a-f]{64}$'),
      subject_kind text,
      subject_id uuid,
      created_at timestamptz not null,
      constraint attachments_subject_whole
        check ((subject_kind is null) = (subject_id is null))
    )`);
  await runner.query(`
    create index attachments_by_subject
      on platform.attachments (cooperative_id, subject_kind, subject_id);
    select platform.protect_tenant_table(
      'platform.attachments', 'SELECT, INSERT, UPDATE, DELETE')`);
}
