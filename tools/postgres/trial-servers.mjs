// Servers and folders that specs of the embedded Postgres start, and what takes them away again
// after each test of the file that imports this.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startEmbeddedPostgres, stopAbandonedPostgres } from '../postgres.mjs';
import { isAlive } from './folder-lock.mjs';

const tools = dirname(dirname(fileURLToPath(import.meta.url)));
const folders = [];
const servers = [];
const owners = [];

const temporaryFolder = () => mkdtempSync(join(tmpdir(), 'rochdale-tools-'));

export function newFolder() {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder;
}

/** Where an earlier start made a cluster; a copy of one, because making one takes a second. */
let original;

export function usedFolder() {
  const folder = newFolder();
  spawnSync('cp', ['-a', `${original}/.`, folder]);
  return folder;
}

beforeAll(async () => {
  original = temporaryFolder();
  const server = await startEmbeddedPostgres({ dataDir: original, durable: false });
  await server.stop();
});

afterAll(() => rmSync(original, { recursive: true, force: true }));

export async function start(dataDir, options = {}) {
  const server = await startEmbeddedPostgres({ dataDir, durable: false, ...options });
  servers.push(server);
  return server;
}

/** A process of its own that starts a server, says its url, and then does as `after` says. */
export async function startElsewhere(dataDir, after = 'setInterval(() => {}, 1000)') {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(tools, 'postgres.mjs'))};
    const server = await startEmbeddedPostgres({ dataDir: process.argv[1], durable: false });
    console.log(JSON.stringify({ url: server.url, pid: server.pid }));
    ${after};`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  owners.push(child);
  const line = await new Promise((done) => child.stdout.once('data', (data) => done(String(data))));
  return { child, ...JSON.parse(line) };
}

export const ended = (child) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((done) => child.once('exit', done));

export async function killHard(child) {
  child.kill('SIGKILL');
  await ended(child);
}

export async function untilDead(pid) {
  while (isAlive(pid)) await new Promise((done) => setTimeout(done, 20));
}

export async function ask(url, statement) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  for (const child of owners.splice(0)) await killHard(child);
  for (const server of servers.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) {
    await stopAbandonedPostgres(folder);
    rmSync(folder, { recursive: true, force: true });
  }
});
