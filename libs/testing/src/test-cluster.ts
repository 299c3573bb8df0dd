import { access, constants, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres, stopAbandonedPostgres } from '../../../tools/postgres.mjs';

/** Durability is what tests need least: nothing is kept, so nothing is flushed. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  shared_buffers: '128MB',
  max_connections: '200',
  // What makes a stolen password's hash hard to try is a third of what it takes to connect.
  scram_iterations: '1',
} as const;

/** The role that tests connect as, like the service: row-level security binds it. */
export const testAppRole = { appRole: 'rochdale_app', appPassword: 'for-tests-only' } as const;

/** What a test file needs to make its own database: `adminUrl` leads to the server's own one. */
export interface TestCluster {
  readonly adminUrl: string;
  readonly template: string;
  /** Goes when the run ends, with the names of databases that begin with the template's. */
  readonly folder: string;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Where Linux keeps files in memory, and how much of it has to be free: tests use a tenth. */
const memory = '/dev/shm';
const enoughBytes = 4 * 2 ** 30;

/**
 * Where servers of tests lie: in memory where there is plenty. A clone is a thousand small files,
 * which cost a disk three times the work and more.
 */
export async function homeOfServers(): Promise<string> {
  try {
    const { bavail, bsize } = await statfs(memory);
    await access(memory, constants.W_OK);
    return bavail * bsize < enoughBytes ? tmpdir() : memory;
  } catch {
    return tmpdir();
  }
}

/** Folders of runs that were killed: their server may still run, and both have to go. */
async function sweepAbandoned(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = /^rochdale-test-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const folder = join(home, name);
    if (await stopAbandonedPostgres(folder)) await rm(folder, { recursive: true, force: true });
  }
}

async function makeFolder(): Promise<string> {
  const home = await homeOfServers();
  for (const swept of new Set([home, tmpdir()])) await sweepAbandoned(swept);
  return mkdtemp(join(home, `rochdale-test-${process.pid}-`));
}

/**
 * One server for the whole run: an embedded one, or the one at `TEST_DATABASE_URL` (to try another
 * version of Postgres). `prepare` fills the template that every test file clones.
 */
export async function startTestCluster(
  prepare: (templateUrl: string) => Promise<void>,
): Promise<{ cluster: TestCluster; stop: () => Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL'];
  const folder = await makeFolder();
  const start = () => startEmbeddedPostgres({ dataDir: folder, settings, durable: false });
  const own = given === undefined ? await start() : undefined;
  const adminUrl = given ?? own!.url;
  const template = `rochdale_template_${process.pid}`;
  const stop = async () => {
    await (own === undefined ? dropTemplates(adminUrl, template) : own.stop());
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await administer(adminUrl, `create database ${template}`);
    await prepare(databaseUrl(adminUrl, template));
  } catch (error) {
    await stop();
    throw error;
  }
  return { cluster: { adminUrl, template, folder }, stop };
}

/** The template, and what was made of it and kept to be copied. */
async function dropTemplates(adminUrl: string, template: string): Promise<void> {
  const like = `datname = '${template}' or datname like '${template}\\_%'`;
  for (const name of await databasesWhere(adminUrl, like)) {
    await administer(adminUrl, `drop database if exists ${name}`);
  }
}

export function databasesWhere(adminUrl: string, condition: string): Promise<string[]> {
  return onServer(adminUrl, async (client) => {
    const text = `select datname as name from pg_database where ${condition}`;
    const { rows } = await client.query<{ name: string }>(text);
    return rows.map(({ name }) => name);
  });
}

export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** One statement outside any transaction, as CREATE and DROP DATABASE demand. */
export function administer(adminUrl: string, statement: string): Promise<void> {
  return onServer(adminUrl, async (client) => {
    await client.query(statement);
  });
}

export async function onServer<T>(
  adminUrl: string,
  body: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await body(client);
  } finally {
    await client.end();
  }
}
