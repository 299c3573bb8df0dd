// Every start: a free port, the settings, and patience with what a killed server left behind.
import { spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './error.mjs';
import { pollMs, readPidFile, stopOrphan } from './server-process.mjs';
import { folderFor, idsOf, serverEnvironment } from './server-user.mjs';
import { defaultSettingsOf } from './settings.mjs';

/** Long enough to replay what a killed server had not yet written to its tables. */
const startTimeoutMs = 120_000;
const lingerTimeoutMs = 10_000;
const portAttempts = 5;
const logSizeLimitBytes = 1_000_000;

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

async function openLog(file) {
  const size = (await stat(file).catch(() => undefined))?.size ?? 0;
  if (size > logSizeLimitBytes) await rename(file, `${file}.1`);
  return open(file, 'a', 0o600);
}

function spawnServer({ places, binaries, user, port, settings }, logFile) {
  const assignments = {
    ...defaultSettingsOf(binaries.majorVersion),
    ...settings,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
  };
  const flags = Object.entries(assignments).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const folder = folderFor(user, places.cluster);
  return spawn(binaries.postgres, ['-D', folder, '-p', String(port), ...flags], {
    ...idsOf(user),
    cwd: places.cluster,
    env: serverEnvironment,
    stdio: ['ignore', logFile.fd, logFile.fd],
    // Its own session: Ctrl-C in a terminal must reach us alone, who stop it last.
    detached: true,
  });
}

/** True when it takes connections, false when it ended or took too long. */
async function becomesReady(child, cluster) {
  const deadline = Date.now() + startTimeoutMs;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const state = await readPidFile(cluster);
    if (state?.ready && state.pid === child.pid) return true;
    if (child.pid === undefined) return false;
    await delay(pollMs);
  }
  child.kill('SIGKILL');
  return false;
}

/** One attempt to start. Answers with the running server, or with the log's last words. */
async function launch(context) {
  const { log, cluster } = context.places;
  const logFile = await openLog(log);
  try {
    const logStart = (await logFile.stat()).size;
    const child = spawnServer(context, logFile);
    const exited = new Promise((done) => {
      child.once('error', (error) => done(error.message));
      child.once('exit', (code, name) => done(`exit ${code ?? name}`));
    });
    if (await becomesReady(child, cluster)) return { child, exited };
    const words = (await readFile(log)).subarray(logStart).toString('utf8').trim();
    return { failure: words === '' ? await exited : words };
  } finally {
    await logFile.close();
  }
}

/** A port may be taken before we bind it; a killed server's children take a moment to go. */
export async function launchPatiently(context) {
  const deadline = Date.now() + lingerTimeoutMs;
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
    if (!lingering) continue;
    await stopOrphan(context.places.cluster, context.log);
    await delay(200);
  }
}
