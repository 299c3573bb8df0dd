// What a process needs before it can start and the operator did not give: a database, and the one
// secret from which the others are derived. Both live in the data folder and survive restarts.
import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  embeddedPostgresFolder,
  FolderInUse,
  joinEmbeddedPostgres,
  startEmbeddedPostgres,
} from './postgres.mjs';

const isGiven = (name) => (process.env[name] ?? '') !== '';

/**
 * Kept beside the embedded cluster; readable by its owner alone. Of two that start at once the
 * first to write has its secret kept, and the other takes it.
 */
async function secretOf(folder) {
  const file = join(folder, 'secret');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (;;) {
    const kept = await readFile(file, 'utf8').catch(() => undefined);
    if (kept !== undefined && kept.length >= 32) return kept;
    // A file that is there and too short was cut off, or written by nobody of ours.
    if (kept !== undefined) await rm(file, { force: true });
    const draft = `${file}.${randomUUID()}`;
    await writeFile(draft, randomBytes(32).toString('hex'), { mode: 0o600 });
    try {
      await link(draft, file);
    } catch (error) {
      // Somebody was first. Anything else would come again for ever.
      if (error.code !== 'EEXIST') throw error;
    } finally {
      await rm(draft, { force: true });
    }
  }
}

/** Our own server, or the one that another process has on the folder or is about to bring up. */
async function startOrJoin(folder, log) {
  for (;;) {
    const running = await joinEmbeddedPostgres(folder);
    if (running !== undefined) return { url: running, postgres: undefined };
    try {
      const postgres = await startEmbeddedPostgres({ dataDir: folder, log });
      return { url: postgres.url, postgres };
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error;
    }
  }
}

async function startAlone(folder, log) {
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log });
  return { url: postgres.url, postgres };
}

/**
 * Sets `DATABASE_URL` and `ROCHDALE_SECRET` for this process and its children when the operator
 * set no `DATABASE_URL`: with an embedded Postgres of our own, or, where `mayJoin`, the one that
 * another process runs on the same data folder.
 *
 * @returns `{embedded, folder, postgres}`; `postgres` only when this process started it
 */
export async function prepareEnvironment({ mayJoin, log }) {
  const folder = embeddedPostgresFolder();
  if (isGiven('DATABASE_URL')) return { embedded: false, folder, postgres: undefined };
  const { url, postgres } = await (mayJoin ? startOrJoin : startAlone)(folder, log);
  process.env.DATABASE_URL = url;
  if (!isGiven('ROCHDALE_SECRET')) process.env.ROCHDALE_SECRET = await secretOf(folder);
  return { embedded: true, folder, postgres };
}
