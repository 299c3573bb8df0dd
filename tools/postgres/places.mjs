// Where an embedded server keeps its things, and who it connects as.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';

export const superuser = 'rochdale_admin';
export const databaseName = 'rochdale';

/** The places of one embedded server inside its data folder. */
export function placesOf(dataDir) {
  const home = resolve(dataDir);
  return {
    home,
    cluster: join(home, 'postgres'),
    password: join(home, 'postgres.password'),
    lock: join(home, 'postgres.lock'),
    log: join(home, 'postgres.log'),
  };
}

export const urlOf = (password, port) =>
  `postgres://${superuser}:${password}@127.0.0.1:${port}/${databaseName}`;

/** `{password, isNew}`: the kept one, or a fresh random one that only its owner may read. */
export async function passwordOf(file) {
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined && kept.length >= 32) return { password: kept, isNew: false };
  const password = randomBytes(24).toString('hex');
  await writeFile(file, password, { mode: 0o600 });
  await chmod(file, 0o600);
  return { password, isNew: true };
}

/** Makes the data folder; another user's server may walk through, what lies inside is closed. */
export async function prepareHome(places, user) {
  await mkdir(places.home, { recursive: true, mode: 0o700 });
  if (user !== undefined) await chmod(places.home, 0o711);
}
