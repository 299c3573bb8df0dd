#!/usr/bin/env node
// Builds every app into dist/ with rolldown: one bundle per app, dependencies left outside, rooms
// and migrations inside. Type checking is `npm run typecheck`; this only translates, so that the
// first start on a small server takes seconds.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'dist', '.stamp');

/** Rooms, relative files and the compiler's own helpers are bundled; what npm installed is not. */
const isOurs = /^(\.|\/|\0|@rochdale\/|@oxc-project\/runtime\/)/;

const inputs = {
  'apps/api/main': 'apps/api/src/main.ts',
  'apps/worker/main': 'apps/worker/src/main.ts',
  'apps/cli/main': 'apps/cli/src/main.ts',
  'apps/demo/main': 'apps/demo/src/main.ts',
};

/** Commands that use a pure part of a room: bundled apart, with nothing that they do not call. */
const pureInputs = { 'apps/cli/split': 'apps/cli/src/split.ts' };

function* sources(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(ts|json)$/.test(entry.name) && !entry.name.endsWith('.spec.ts')) yield path;
  }
}

/** A fingerprint of all that the build reads: paths, sizes and times, which costs milliseconds. */
function fingerprint() {
  const hash = createHash('sha256');
  const files = ['apps', 'libs', 'migrations']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => [...sources(join(root, folder))]);
  files.push(join(root, 'package-lock.json'), fileURLToPath(import.meta.url));
  for (const file of files.toSorted((a, b) => (a < b ? -1 : 1))) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** True when dist/ was built from the sources as they stand. */
export function isFresh() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint();
}

/** Bundles sources of ours, each with all it needs of ours, into a folder inside the checkout. */
export async function bundle(input, dir, { onlyWhatIsCalled = false } = {}) {
  const { rolldown } = await import('rolldown');
  const made = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    external: (id) => !isOurs.test(id),
    treeshake: onlyWhatIsCalled ? { moduleSideEffects: false } : true,
    resolve: {
      extensionAlias: { '.js': ['.ts', '.js'] },
      tsconfigFilename: join(root, 'tsconfig.json'),
    },
    plugins: [
      {
        name: 'rooms',
        resolveId(id) {
          const room = /^@rochdale\/([a-z-]+)$/.exec(id)?.[1];
          return room === undefined ? null : join(root, 'libs', room, 'src', 'index.ts');
        },
      },
    ],
  });
  await made.write({
    dir,
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    keepNames: true,
  });
  await made.close();
}

/** Builds dist/ anew. Throws with the compiler's own message when a source is wrong. */
export async function build() {
  const before = fingerprint();
  const present = Object.entries(inputs).filter(([, file]) => existsSync(join(root, file)));
  // Built beside and moved into place, so that a process that starts meanwhile finds a whole one.
  const draft = join(root, `dist.new-${process.pid}`);
  await bundle(Object.fromEntries(present), draft);
  await bundle(pureInputs, draft, { onlyWhatIsCalled: true });
  writeFileSync(join(draft, '.stamp'), before);
  moveIntoPlace(draft, join(root, 'dist'));
}

/** By renaming alone: of two builds at the same time, the one that ends last stays. */
function moveIntoPlace(draft, place) {
  const former = `${draft}-former`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (existsSync(place)) renameSync(place, former);
      renameSync(draft, place);
      break;
    } catch (error) {
      if (attempt === 5 || !['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    } finally {
      rmSync(former, { recursive: true, force: true });
    }
  }
}

const isMissing = (error) => error.code === 'ERR_MODULE_NOT_FOUND';

/**
 * An installation without development dependencies runs what was built for it: copying files
 * changes their times, not their content.
 */
async function buildWherePossible() {
  if (isFresh()) return;
  await build().catch((error) => {
    if (!isMissing(error) || !existsSync(stampFile)) throw error;
  });
}

const thisFile = fileURLToPath(import.meta.url);

/**
 * Builds only when a source changed since the last build, and in a process of its own: a server
 * would keep the compiler's memory until it ends.
 *
 * @throws {Error} when a source is wrong; the compiler has said so on stderr
 */
export async function buildIfStale() {
  if (isFresh()) return;
  const child = spawn(process.execPath, [thisFile, '--if-stale'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error('The sources do not build.');
}

if (process.argv[1] === thisFile) {
  await (process.argv.includes('--if-stale') ? buildWherePossible() : build());
}
