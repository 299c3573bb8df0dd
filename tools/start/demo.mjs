// The demo co-operative of the first start, and what to tell the operator about it.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runVerb, VerbFailed } from './run-verb.mjs';

const demoFile = (folder) => join(folder, 'demo.json');
const markFile = (folder) => join(folder, 'demo.seeding');

/** An embedded database gets the demo unless it is `0`; one of an operator's own when it is `1`. */
export function wantsDemo({ ROCHDALE_DEMO: wanted }, embedded) {
  return wanted === '1' || (embedded && wanted !== '0');
}

/** What `seed-demo --json` printed when it ran, or undefined when there is no demo. */
export async function readDemo(folder) {
  const text = await readFile(demoFile(folder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

async function withClient(url, work) {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url });
  // Lost between two statements: the next one says so, and the process goes on until then.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function isEmpty(url) {
  return withClient(url, async (client) => {
    // Accounts belong to no co-operative: row-level security hides them from no owner.
    const answer = await client.query('select count(*)::int as count from identity.accounts');
    return answer.rows[0].count === 0;
  });
}

/** Where databases are made and dropped from. */
function maintenanceOf(url) {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  return maintenance.href;
}

/** A demo that was cut short is half a co-operative; only a fresh database makes a whole one. */
async function startOver(url) {
  const name = new URL(url).pathname.slice(1);
  await withClient(maintenanceOf(url), async (client) => {
    await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  });
  await runVerb(['migrate']);
}

/** Nobody else seeds meanwhile: the eight letters of "seeddemo". */
const seedingLock = 0x73656564_64656d6fn.toString();
const askAgainMs = 200;

/**
 * Waits its turn, and keeps it as long as the work takes. It asks again and again: a statement that
 * waited would hold a snapshot, and with it up the indexes that a migration makes concurrently.
 */
function alone(url, work) {
  return withClient(url, async (client) => {
    const ask = `select pg_try_advisory_lock(${seedingLock}) as taken`;
    while (!(await client.query(ask)).rows[0].taken) await delay(askAgainMs);
    return work();
  });
}

async function seed({ folder, say }) {
  say('seeding a demo co-operative: a year of members, dues, decisions and money …');
  // With a database of its owner's, nothing else was kept here before.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(markFile(folder), '', { mode: 0o600 });
  const printed = await runVerb(['seed-demo', '--json']);
  const draft = `${demoFile(folder)}.new`;
  await writeFile(draft, printed, { mode: 0o600 });
  await rename(draft, demoFile(folder));
  await rm(markFile(folder), { force: true });
}

/**
 * Seeds the demo into an empty database. Of those that start at once the first does it, and the
 * others wait: a worker that ran beside it would do the year's jobs today. The mark outlives a kill
 * in the middle; then an embedded database begins again from nothing.
 *
 * @throws {VerbFailed} where a demo was cut short in a database that is not ours to empty
 */
export async function ensureDemo({ folder, embedded, say }) {
  if ((await readDemo(folder)) !== undefined) return;
  const url = process.env.DATABASE_URL;
  // Our own database may be made anew, under everybody who is connected to it.
  await alone(embedded ? maintenanceOf(url) : url, async () => {
    // Seeded while we waited.
    if ((await readDemo(folder)) !== undefined) return;
    const wasCutShort = (await readFile(markFile(folder)).catch(() => undefined)) !== undefined;
    const isNew = await isEmpty(url);
    if (wasCutShort && !embedded && !isNew) throw new VerbFailed(cutShort(url, folder), 1);
    if (wasCutShort && embedded) await startOver(url);
    else if (!isNew) return;
    await seed({ folder, say });
  });
}

function cutShort(url, folder) {
  const name = `"${new URL(url).pathname.slice(1).replaceAll('"', '""')}"`;
  return (
    'seeding the demo was cut short, and half of a co-operative is in the database. Empty it ' +
    `(drop database ${name}; create database ${name}), or go on without a demo: remove ` +
    `${markFile(folder)} and unset ROCHDALE_DEMO.`
  );
}
