// The demo co-operative of the first start, and what to tell the operator about it.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runVerb } from './run-verb.mjs';

const demoFile = (folder) => join(folder, 'demo.json');
const markFile = (folder) => join(folder, 'demo.seeding');

/** What `seed-demo --json` printed when it ran, or undefined when there is no demo. */
export async function readDemo(folder) {
  const text = await readFile(demoFile(folder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

async function withClient(url, work) {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url });
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

/** A demo that was cut short is half a co-operative; only a fresh database makes a whole one. */
async function startOver(url) {
  const name = new URL(url).pathname.slice(1);
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  await withClient(maintenance.href, async (client) => {
    await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  });
  await runVerb(['migrate']);
}

/**
 * Seeds the demo into an empty database. The mark outlives a kill in the middle, and the next start
 * of an embedded database begins again from nothing.
 */
export async function ensureDemo({ folder, embedded, say }) {
  if ((await readDemo(folder)) !== undefined) return;
  const url = process.env.DATABASE_URL;
  const wasCutShort = embedded && (await readFile(markFile(folder)).catch(() => undefined));
  if (wasCutShort) await startOver(url);
  else if (!(await isEmpty(url))) return;
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
