import { setTimeout as delay } from 'node:timers/promises';
import { runMigrations as migrateQueue } from 'bullmq';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { queueSchema } from '../libs/platform/src/jobs/queue-schema.js';
import { migrations } from './index.js';
import { nameOwner } from './role/name-owner.js';
import { moveRights } from './role/move-rights.js';
import { prepareRole } from './role/prepare-role.js';

export interface MigrateOptions {
  /** Connection string of the owner, who may create schemas and the application's role. */
  readonly ownerUrl: string;
  readonly appRole: string;
  readonly appPassword: string;
}

/** A lock that no two migrating processes hold at once: the first eight letters of the name. */
const migrationLock = 0x726f6368_64616c65n.toString();
const askAgainMs = 200;

/**
 * Forty steps need not wait for the disk forty times. What a power cut takes back is the end of the
 * list, which the next start runs again; the service's own commits wait for all that was before.
 */
const withoutWaiting = '-c synchronous_commit=off';

/**
 * Asks until it has the lock. A statement that waited for it would hold a snapshot meanwhile, and
 * an index that the holder makes concurrently would wait for that snapshot: each for the other.
 */
async function takeLock(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(
      `select pg_try_advisory_lock(${migrationLock}) as taken`,
    );
    if (rows[0]?.taken === true) return;
    await delay(askAgainMs);
  }
}

/** A lost connection has codes of its own: class 08, and 57P01 to 57P03 where the server ends. */
function isLostConnection(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    /^(08|57P0[123]|ECONN|EPIPE|ETIMEDOUT)/.test(code) ||
    /^(Connection terminated|Client has encountered a connection error)/.test(message)
  );
}

/**
 * Runs the body on a connection of the owner's.
 *
 * @throws Error in one sentence when the connection is lost meanwhile
 */
async function onConnection<T>(url: string, body: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'rochdale migrate',
    options: withoutWaiting,
  });
  let lost = false;
  // Without somebody who listens, a connection that is lost would end the process by itself.
  client.on('error', () => (lost = true));
  await client.connect();
  try {
    return await body(client);
  } catch (error) {
    if (!lost && !isLostConnection(error)) throw error;
    throw new Error(
      'the connection to Postgres was lost; the step under way is taken up anew and those before ' +
        'it are kept: see that the database is up, then start again',
      { cause: error },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Brings the database to the newest shape, once, however many processes ask at the same time, and
 * sets up the role that the service connects as. Returns the names of the migrations it ran.
 *
 * @throws Error in one sentence when the owner lacks a right or the connection is lost
 */
export function migrate(options: MigrateOptions): Promise<string[]> {
  return onConnection(options.ownerUrl, async (client) => {
    await takeLock(client);
    await prepareRole(client, options.ownerUrl, options);
    await nameOwner(client);
    const ran = await runMigrations(options);
    await moveRights(client, options.appRole);
    await prepareQueue(client, options);
    return ran;
  });
}

/**
 * The queue keeps its own tables, made by its own migrations, in a schema of its own. Sequences
 * that it made by itself, as the application's role, are that role's: nobody else may grant them.
 */
async function prepareQueue(client: pg.Client, { appRole }: MigrateOptions): Promise<void> {
  await migrateQueue(client, queueSchema);
  const role = client.escapeIdentifier(appRole);
  await client.query(`grant usage, create on schema ${queueSchema} to ${role}`);
  const { rows } = await client.query<{ statement: string }>(
    `select format('grant %s %s to %I', case relkind
         when 'S' then 'usage, select, update on sequence'
         else 'select, insert, update, delete on table' end, oid::regclass, $2::text) as statement
       from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p', 'S')
         and pg_has_role(current_user, relowner, 'usage')
     union all
     select format('grant execute on function %s to %I', oid::regprocedure, $2::text)
       from pg_proc where pronamespace = $1::regnamespace
         and pg_has_role(current_user, proowner, 'usage')`,
    [queueSchema, appRole],
  );
  if (rows.length > 0) await client.query(rows.map(({ statement }) => statement).join(';\n'));
}

async function runMigrations(options: MigrateOptions): Promise<string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.ownerUrl,
    migrations: [...migrations],
    migrationsTableName: 'rochdale_migrations',
    migrationsTransactionMode: 'each',
    extra: { options: `${withoutWaiting} -c rochdale.app_role=${options.appRole}`, max: 1 },
  });
  await dataSource.initialize();
  try {
    const ran = await dataSource.runMigrations();
    return ran.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
