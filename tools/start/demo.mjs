// The demo co-operative of the first start, and what to tell the operator about it.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runVerb, VerbFailed } from './run-verb.mjs';

const demoFile = (folder) => join(folder, 'demo.json');
const markFile = (folder) => join(folder, 'demo.seeding');

/** An embedded database gets the demo unless it is `0`; one of an operator's own when it is `1`. */
export function wantsDemo({ ROCHDALE_DEMO: wanted }, embedded) {
  return wanted === '1' || (embedded && wanted !== '0');
}

/** The demos of a folder: that of the embedded database, and of others that it was used with. */
async function keptDemos(folder) {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => /^demo(\.[\da-f-]{36})?\.json$/.test(name));
  return Promise.all(
    files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))),
  );
}

/** A demo is of the database that has its first account; older releases did not say which. */
async function isOf(client, { accountId, signIns: [first] }) {
  const answer =
    accountId === undefined
      ? await client.query('select from identity.accounts where email = $1', [first.email])
      : await client.query('select from identity.accounts where id = $1', [accountId]);
  return answer.rowCount > 0;
}

/** What `seed-demo --json` printed of the demo in this database, or undefined when it has none. */
export async function readDemo(folder, url) {
  const demos = await keptDemos(folder);
  if (demos.length === 0) return undefined;
  return withClient(url, async (client) => {
    for (const demo of demos) if (await isOf(client, demo)) return demo;
    return undefined;
  });
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

const exists = (file) =>
  readFile(file).then(
    () => true,
    () => false,
  );

/** Beside that of another database, if there is one, whose sign-ins nothing else tells. */
async function keepDemo(folder, url, printed) {
  const demo = JSON.parse(printed);
  const accountId = await withClient(url, async (client) => {
    const byEmail = 'select id from identity.accounts where email = $1';
    return (await client.query(byEmail, [demo.signIns[0].email])).rows[0].id;
  });
  const isTaken = await exists(demoFile(folder));
  const file = isTaken ? join(folder, `demo.${accountId}.json`) : demoFile(folder);
  const draft = `${file}.new`;
  await writeFile(draft, JSON.stringify({ ...demo, accountId }), { mode: 0o600 });
  await rename(draft, file);
}

async function seed({ folder, url, say }) {
  say('seeding a demo co-operative: a year of members, dues, decisions and money …');
  // With a database of its owner's, nothing else was kept here before.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(markFile(folder), '', { mode: 0o600 });
  await keepDemo(folder, url, await runVerb(['seed-demo', '--json']));
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
  const url = process.env.DATABASE_URL;
  if ((await readDemo(folder, url)) !== undefined) return;
  // Our own database may be made anew, under everybody who is connected to it.
  await alone(embedded ? maintenanceOf(url) : url, async () => {
    // Seeded while we waited.
    if ((await readDemo(folder, url)) !== undefined) return;
    const wasCutShort = (await readFile(markFile(folder)).catch(() => undefined)) !== undefined;
    const isNew = await isEmpty(url);
    if (wasCutShort && !embedded && !isNew) throw new VerbFailed(cutShort(url, folder), 1);
    if (wasCutShort && embedded) await startOver(url);
    else if (!isNew) return;
    await seed({ folder, url, say });
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
