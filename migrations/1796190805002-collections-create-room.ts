import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sources of money that accounts are connected to, and their rows as they came. */
export class CollectionsCreateRoom1796190805002 implements MigrationInterface {
  readonly name = 'CollectionsCreateRoom1796190805002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create schema collections; select platform.grant_schema('collections')`);
    await createConnections(runner);
    await createRows(runner);
    await keepRows(runner);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

async function createConnections(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table collections.connections (
      id uuid not null constraint connections_pk primary key,
      cooperative_id uuid not null,
      bank_account_id uuid not null,
      source text not null
        constraint connections_source_check check (source ~ '^[a-z][a-z0-9-]{0,39}$'),
      settings jsonb not null,
      state text not null
        constraint connections_state_check check (state in ('connected', 'disconnected')),
      cursor text,
      begun_from text,
      caught_up boolean not null,
      revision integer not null,
      failure_code text,
      swept_at timestamptz,
      connected_at timestamptz not null,
      disconnected_at timestamptz,
      constraint connections_disconnected_check
        check ((state = 'disconnected') = (disconnected_at is not null)),
      constraint connections_source_unique unique (cooperative_id, bank_account_id, source)
    );
    create unique index connections_account_unique
      on collections.connections (cooperative_id, bank_account_id) where state = 'connected';
    select platform.protect_tenant_table('collections.connections', 'SELECT, INSERT, UPDATE')`);
  // A hint comes from outside and names nothing but the connection.
  await runner.query(`
    create function collections.find_connection(connection_id uuid,
      out cooperative_id uuid, out source text, out settings jsonb) returns setof record
    language sql stable security definer set search_path = pg_catalog, collections as $$
      select c.cooperative_id, c.source, c.settings from collections.connections c
      where c.id = connection_id and c.state = 'connected'
    $$;
    select platform.grant_function('collections.find_connection(uuid)')`);
}

async function createRows(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table collections.source_rows (
      id uuid not null constraint source_rows_pk primary key,
      cooperative_id uuid not null,
      connection_id uuid not null
        constraint source_rows_connection_fk references collections.connections (id),
      external_id text not null,
      version integer not null constraint source_rows_version_check check (version > 0),
      content_hash text not null
        constraint source_rows_hash_check check (content_hash ~ '^[0-9a-f]{64}$'),
      json text not null,
      state text not null
        constraint source_rows_state_check check (state in ('new', 'taken', 'waiting', 'closed')),
      waits text constraint source_rows_waits_check
        check (waits in ('unreadable', 'nothing-moved', 'foreign-currency', 'changed')),
      line_id uuid,
      swept_at timestamptz not null,
      closed_because text,
      closed_by_account_id uuid,
      closed_at timestamptz,
      constraint source_rows_taken_check check ((state = 'taken') = (line_id is not null)),
      constraint source_rows_waiting_check
        check ((state in ('waiting', 'closed')) = (waits is not null)),
      constraint source_rows_closed_check check (
        (state = 'closed') = (closed_at is not null and closed_because is not null)),
      constraint source_rows_version_unique
        unique (cooperative_id, connection_id, external_id, version),
      constraint source_rows_content_unique
        unique (cooperative_id, connection_id, external_id, content_hash)
    );
    create unique index source_rows_line_unique
      on collections.source_rows (line_id) where line_id is not null;
    create index source_rows_new
      on collections.source_rows (cooperative_id, connection_id, id) where state = 'new';
    create index source_rows_waiting
      on collections.source_rows (cooperative_id, id) where state = 'waiting';
    select platform.protect_tenant_table('collections.source_rows', 'SELECT, INSERT, UPDATE')`);
}

/** What the source said stays what it said; what became of it is decided once. */
async function keepRows(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create function collections.keep_source_row() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' or old.state in ('taken', 'closed') or
        (old.id, old.cooperative_id, old.connection_id, old.external_id, old.version,
         old.content_hash, old.json, old.swept_at)
        is distinct from
        (new.id, new.cooperative_id, new.connection_id, new.external_id, new.version,
         new.content_hash, new.json, new.swept_at)
      then
        raise exception 'a row stays as its source told it, and is settled once'
          using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
    create trigger keep_source_row before update or delete on collections.source_rows
      for each row execute function collections.keep_source_row()`);
}
