// The server as a process: is it there, is it ready, and how it is made to stop.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './error.mjs';
import { isAlive } from './folder-lock.mjs';

const fastStopTimeoutMs = 20_000;
const hardStopTimeoutMs = 5_000;
export const pollMs = 20;

/** Line by line: pid, folder, start time, port, socket folder, address, shared memory, state. */
export async function readPidFile(cluster) {
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

export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Fast shutdown first (open transactions roll back, a checkpoint is written), then harder. */
export async function stopServer(pid) {
  for (const name of ['SIGINT', 'SIGQUIT', 'SIGKILL']) {
    signal(pid, name);
    if (await waitUntilGone(pid, name === 'SIGINT' ? fastStopTimeoutMs : hardStopTimeoutMs)) return;
  }
  throw new EmbeddedPostgresError(`Postgres (process ${pid}) does not stop, not even when killed.`);
}

/** A process id in a stale file may be a stranger's by now; only a postgres is ours to stop. */
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
export async function stopOrphan(cluster, log) {
  const left = await readPidFile(cluster);
  if (left === undefined || !Number.isInteger(left.pid) || left.pid <= 0) return;
  if (!isAlive(left.pid) || !isPostgres(left.pid)) return;
  log(`stopping the Postgres that an earlier run left behind (process ${left.pid})`);
  await stopServer(left.pid);
}
