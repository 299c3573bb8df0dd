// The first start: a cluster, its password, its access rules and its database.
import { spawnSync } from 'node:child_process';
import { chown, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './error.mjs';
import { databaseName, superuser } from './places.mjs';
import { folderFor, idsOf, serverEnvironment } from './server-user.mjs';

const halfMadePrefix = 'postgres.new-';

/** Runs one of the server's programs to its end; `input` goes to its standard input. */
function runProgram(path, flags, { user, cwd, input }) {
  const options = { ...idsOf(user), cwd, input, env: serverEnvironment, encoding: 'utf8' };
  const done = spawnSync(path, flags, options);
  if (done.status === 0) return;
  const reason = done.error?.message ?? done.stderr.trim().split('\n').slice(-3).join(' ');
  throw new EmbeddedPostgresError(`Postgres could not prepare its data folder: ${reason}`);
}

/** Statements for a server that listens to nobody: nothing secret touches a command line. */
function runAlone({ binaries, user, folder }, statements) {
  const flags = ['--single', '-j', '-D', folderFor(user, folder), 'postgres'];
  const input = statements.map((statement) => `${statement};\n\n`).join('');
  runProgram(binaries.postgres, flags, { user, cwd: folder, input });
}

/** When the password file was lost: a new one, set from inside the stopped cluster. */
export function resetPassword({ places, binaries, user, password }) {
  runAlone({ binaries, user, folder: places.cluster }, [
    `alter role ${superuser} password '${password}'`,
  ]);
}

const accessRules = `# Written by Rochdale: this machine alone, and only with the password.
host all all 127.0.0.1/32 scram-sha-256
`;

/** What a killed first start left half made. */
async function removeHalfMade(places) {
  for (const name of await readdir(places.home)) {
    if (!name.startsWith(halfMadePrefix)) continue;
    await rm(join(places.home, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A new name outlives a power cut only when its folder is flushed too. */
async function flushFolder(folder) {
  const handle = await open(folder);
  await handle.sync();
  await handle.close();
}

/**
 * Postgres's own Unicode rules: the same on every machine and after every system update. Before
 * version 17 it had none, and the C library's are taken.
 */
const localeFlags = ({ majorVersion }) =>
  Number(majorVersion) >= 17
    ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    : ['--locale-provider=libc', '--locale=C.UTF-8'];

/** Makes the cluster beside its final name, so that a first start cut short leaves no half one. */
export async function initialise({ places, binaries, user, password, durable }) {
  await removeHalfMade(places);
  const draft = join(places.home, `${halfMadePrefix}${process.pid}`);
  await mkdir(draft, { mode: 0o700 });
  if (user !== undefined) await chown(draft, user.uid, user.gid);
  const seen = folderFor(user, draft);
  const flags = [
    `--pgdata=${seen}`,
    `--username=${superuser}`,
    '--auth=trust',
    '--encoding=UTF8',
    ...localeFlags(binaries),
    ...(durable ? [] : ['--no-sync']),
  ];
  runProgram(binaries.initdb, flags, { user, cwd: draft });
  await writeFile(join(draft, 'pg_hba.conf'), accessRules);
  runAlone({ binaries, user, folder: draft }, [
    `alter role ${superuser} password '${password}'`,
    `create database ${databaseName}`,
  ]);
  await rename(draft, places.cluster);
  if (durable) await flushFolder(places.home);
}

/** The version a folder was made with must be the version that opens it. */
export async function assertVersion(places, binaries) {
  const made = (await readFile(join(places.cluster, 'PG_VERSION'), 'utf8')).trim();
  if (made !== binaries.majorVersion) {
    throw new EmbeddedPostgresError(
      `${places.cluster} was made by Postgres ${made}; ` +
        `this release brings ${binaries.majorVersion}. ` +
        'Dump it with the old release and restore it with this one.',
    );
  }
}
