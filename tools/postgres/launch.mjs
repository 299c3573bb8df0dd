// Every start: a free port, the settings, and patience with what a killed server left behind.
import { spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './error.mjs';
import { pollMs, readPidFile, stopOrphan } from './server-process.mjs';
import { folderFor, idsOf, serverEnvironment } from './server-user.mjs';
import { defaultSettings } from './settings.mjs';

const startTimeoutMs = 30_000;
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
