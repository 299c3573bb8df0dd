// Postgres refuses to run as root. When we are root, it runs as the system user `postgres`, which is
// created if the machine has none.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './postgres-error.mjs';

const name = 'postgres';

function idOf(flag) {
  const answer = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return answer.status === 0 ? Number(answer.stdout.trim()) : undefined;
}

function existing() {
  const uid = idOf('-u');
  const gid = idOf('-g');
  return uid === undefined || gid === undefined ? undefined : { name, uid, gid };
}

/** The user the server runs as: undefined (ourselves) unless we are root. */
export function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const known = existing();
  if (known !== undefined) return known;
  const flags = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  const made = spawnSync('useradd', [...flags, name], { encoding: 'utf8' });
  const user = existing();
  if (user !== undefined) return user;
  const reason = (made.error?.message ?? made.stderr ?? '').trim();
  throw new EmbeddedPostgresError(
    `Postgres refuses to run as root, and the system user '${name}' could not be created ` +
      `(${reason}). Start as an ordinary user, or set DATABASE_URL.`,
  );
}

/** Asks the kernel rather than reading modes: access lists and mounts count too. */
export function canReach(user, path) {
  const answer = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return answer.status === 0;
}

/** The outermost folder on the way to `path` that the user may not enter; for messages. */
export function firstClosedParent(user, path) {
  let closed = path;
  for (let folder = path; ; folder = dirname(folder)) {
    if (!canReach(user, folder)) closed = folder;
    if (folder === dirname(folder)) return closed;
  }
}
