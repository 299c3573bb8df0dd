// Folders, and how they know each other; and doors, and who comes through.
import { dirname, join } from 'node:path/posix';
import ts from 'typescript';
import { importsOf } from './ast.mjs';
import { isCode, isSpec, isTest } from './kinds.mjs';

const folderLimit = 15;

const parse = ({ path, text }) => ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, false);

const isSource = ({ path }) => isCode(path) && !isTest(path);

function tooManyFiles(files) {
  const counts = new Map();
  for (const { path } of files.filter(isSource)) {
    if (!/^(apps|libs)\//.test(path)) continue;
    const folder = dirname(path);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > folderLimit)
    .map(([folder, count]) => ({
      path: folder,
      line: 1,
      message: `${count} source files, ${folderLimit} allowed`,
    }));
}

/** Which folder of a room imports from which; the room's own files at the top know all of them. */
function folderGraph(files) {
  const graph = new Map();
  for (const file of files.filter(isSource)) {
    const [, root, inside] = /^((?:libs|apps)\/[^/]+\/src)\/(.+)\//.exec(file.path) ?? [];
    if (inside === undefined) continue;
    const from = join(root, inside);
    for (const { module } of importsOf(parse(file))) {
      if (!module.startsWith('.')) continue;
      const to = dirname(join(from, module));
      if (to === from || !to.startsWith(`${root}/`)) continue;
      graph.set(from, (graph.get(from) ?? new Set()).add(to));
    }
  }
  return graph;
}

function reaches(graph, from, to, seen = new Set()) {
  if (seen.has(from)) return false;
  seen.add(from);
  const next = graph.get(from) ?? new Set();
  return next.has(to) || [...next].some((one) => reaches(graph, one, to, seen));
}

function folderCircles(files) {
  const graph = folderGraph(files);
  return [...graph].flatMap(([from, targets]) =>
    [...targets]
      .filter((to) => reaches(graph, to, from))
      .map((to) => ({
        path: from,
        line: 1,
        message: `knows ${to.split('/').slice(3).join('/')}, which knows it`,
      })),
  );
}

/**
 * Whether a file counts as somebody who comes: of a room or an app, and what their tests are made
 * with. What specs look at alone is no part of a door: they come in by the room's own `testing`.
 */
const comes = (path) => /^(apps|libs)\//.test(path) && isCode(path) && !isSpec(path);

/** The names that others import from each room's door. */
function namesWanted(files) {
  const wanted = new Set();
  for (const file of files) {
    if (!comes(file.path) || !file.text.includes('@rochdale/')) continue;
    for (const { module, names } of importsOf(parse(file))) {
      const room = /^@rochdale\/([a-z-]+)$/.exec(module)?.[1];
      if (room === undefined || file.path.startsWith(`libs/${room}/`)) continue;
      for (const name of names) wanted.add(`${room} ${name}`);
    }
  }
  for (const { room, name } of wantedByWalks(files)) wanted.add(`${room} ${name}`);
  return wanted;
}

/** What whoever adds something comes for: the walks of the page are compiled and run. */
function wantedByWalks(files) {
  const page = files.find(({ path }) => path === 'docs/how-to-add.md')?.text ?? '';
  const imports = page.matchAll(/^import \{([^}]*)\} from '@rochdale\/([a-z-]+)';$/gm);
  return [...imports].flatMap(([, names, room]) =>
    names.match(/\w+/g).map((name) => ({ room, name })),
  );
}

/** What a library that is published by itself promises: the names that its README explains. */
function promisesOf(files, room) {
  const textOf = (name) => files.find(({ path }) => path === `libs/${room}/${name}`)?.text;
  if (textOf('package.json') === undefined) return new Set();
  return new Set(textOf('README.md')?.match(/\w+/g));
}

function idleExports(files) {
  const wanted = namesWanted(files);
  const doors = files.filter(({ path }) => /^libs\/(?!testing\/)[^/]+\/src\/index\.ts$/.test(path));
  return doors.flatMap((file) => {
    const room = file.path.split('/')[1];
    const promised = promisesOf(files, room);
    return importsOf(parse(file)).flatMap(({ exports, typesOnly, line }) =>
      (typesOnly ? [] : exports)
        .filter((name) => !wanted.has(`${room} ${name}`) && !promised.has(name))
        .map((name) => ({ path: file.path, line, message: `nobody comes for ${name}` })),
    );
  });
}

export const folderRules = [
  {
    name: 'folder-size',
    why: 'A folder whose listing does not fit in the head holds two things.',
    check: tooManyFiles,
  },
  {
    name: 'no-folder-circle',
    why: 'Two folders that know each other are one folder, or three.',
    check: folderCircles,
  },
  // Types are let be: they are part of what the values that come through say. A library with a
  // package of its own has readers elsewhere: what its README explains is its door as well.
  {
    name: 'doors-are-used',
    why: 'What nobody outside imports is not part of the door; naming it there makes it permanent.',
    check: idleExports,
  },
];
