import { runMigrations as migrateQueue } from 'bullmq';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { queueSchema } from '../libs/platform/src/jobs/queue-schema.js';
import { migrations } from './index.js';

export interface MigrateOptions {
  /** Connection string of the owner, who may create schemas and the application's role. */
  readonly ownerUrl: string;
  readonly appRole: string;
  readonly appPassword: string;
}

/** A lock that no two migrating processes hold at once: the first eight letters of the name. */
const migrationLock = 0x726f6368_64616c65n.toString();

async function prepareRole(client: pg.Client, { appRole, appPassword }: MigrateOptions) {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [appRole]);
  const attributes = 'login nosuperuser nobypassrls nocreatedb nocreaterole';
  const verb = found.rowCount === 0 ? 'create' : 'alter';
  const password = client.escapeLiteral(appPassword);
  const role = client.escapeIdentifier(appRole);
  await client.query(`${verb} role ${role} ${attributes} password ${password}`);
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  const database = client.escapeIdentifier(rows[0]?.name ?? '');
  await client.query(`grant connect on database ${database} to ${role}`);
}

/**
 * Brings the database to the newest shape, once, however many processes ask at the same time, and
 * sets up the role that the service connects as. Returns the names of the migrations it ran.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: options.ownerUrl });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(${migrationLock})`);
    await prepareRole(client, options);
    const ran = await runMigrations(options);
    await prepareQueue(client, options);
    return ran;
  } finally {
    await client.end();
  }
}

/** The queue keeps its own tables, made by its own migrations, in a schema of its own. */
async function prepareQueue(client: pg.Client, { appRole }: MigrateOptions): Promise<void> {
  await migrateQueue(client, queueSchema);
  const role = client.escapeIdentifier(appRole);
  // The queue makes a sequence per queue by itself, in its own schema and nowhere else.
  for (const grant of [
    `grant usage, create on schema ${queueSchema} to ${role}`,
    `grant select, insert, update, delete on all tables in schema ${queueSchema} to ${role}`,
    `grant usage, select, update on all sequences in schema ${queueSchema} to ${role}`,
    `grant execute on all functions in schema ${queueSchema} to ${role}`,
  ]) {
    await client.query(grant);
  }
}

async function runMigrations(options: MigrateOptions): Promise<string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.ownerUrl,
    migrations: [...migrations],
    migrationsTableName: 'rochdale_migrations',
    migrationsTransactionMode: 'each',
    extra: { options: `-c rochdale.app_role=${options.appRole}`, max: 1 },
  });
  await dataSource.initialize();
  try {
    const ran = await dataSource.runMigrations();
    return ran.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
