// Postgres refuses to run as root. When we are root, it runs as the system user `postgres`, which
// is created if the machine has none.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './error.mjs';

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
function firstClosedParent(user, path) {
  let closed = path;
  for (let folder = path; ; folder = dirname(folder)) {
    if (!canReach(user, folder)) closed = folder;
    if (folder === dirname(folder)) return closed;
  }
}

/**
 * The folder as the server sees it. A server that runs as another user cannot walk through a closed
 * parent (a checkout under /root), yet it may stand in the folder: Linux shows it as a link.
 */
export function folderFor(user, folder) {
  if (user === undefined || canReach(user, folder)) return folder;
  if (process.platform === 'linux') return '/proc/self/cwd';
  throw new EmbeddedPostgresError(
    `Postgres runs as the system user '${user.name}', ` +
      `who may not enter ${firstClosedParent(user, folder)}. ` +
      'Put the data folder elsewhere with ROCHDALE_DATA, or set DATABASE_URL.',
  );
}

export const idsOf = (user) => (user === undefined ? {} : { uid: user.uid, gid: user.gid });
export const serverEnvironment = {
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};
