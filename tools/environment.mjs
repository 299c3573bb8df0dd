// What a process needs before it can start and the operator did not give: a database, and the one
// secret from which the others are derived. Both live in the data folder and survive restarts.
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  embeddedPostgresFolder,
  findEmbeddedPostgres,
  startEmbeddedPostgres,
} from './postgres.mjs';

const isGiven = (name) => (process.env[name] ?? '') !== '';

/** Kept beside the embedded cluster; readable by its owner alone. */
async function secretOf(folder) {
  const file = join(folder, 'secret');
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept.length >= 32) return kept;
  const secret = randomBytes(32).toString('hex');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, secret, { mode: 0o600 });
  await chmod(file, 0o600);
  return secret;
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
  const running = mayJoin ? await findEmbeddedPostgres(folder) : undefined;
  const postgres =
    running === undefined ? await startEmbeddedPostgres({ dataDir: folder, log }) : undefined;
  process.env.DATABASE_URL = running ?? postgres.url;
  if (!isGiven('ROCHDALE_SECRET')) process.env.ROCHDALE_SECRET = await secretOf(folder);
  return { embedded: true, folder, postgres };
}
