// What concerns the project as a whole rather than one file of it.

const pageLimit = 24;

const rooms = (files) => {
  const found = new Map();
  for (const { path } of files) {
    const [, room, rest] = /^libs\/([^/]+)\/src\/(.+)$/.exec(path) ?? [];
    if (room !== undefined) found.set(room, [...(found.get(room) ?? []), rest]);
  }
  return found;
};

const textOf = (files, path) => files.find((file) => file.path === path)?.text;

export const projectRules = [
  {
    name: 'every-room-has-a-door',
    why: 'A room without an index.ts can only be entered through a wall.',
    check(files) {
      return [...rooms(files)]
        .filter(([, inside]) => !inside.includes('index.ts'))
        .map(([room]) => ({ path: `libs/${room}/src`, line: 1, message: 'no index.ts' }));
    },
  },
  {
    name: 'every-room-has-a-page',
    why: 'Nouns, door, facts, jobs: who comes reads a page of ten lines, or of a few more.',
    check(files) {
      return [...rooms(files).keys()].flatMap((room) => {
        const path = `libs/${room}/README.md`;
        const lines = textOf(files, path)?.trimEnd().split('\n').length;
        // What is published by itself explains all that it does.
        const isPackage = textOf(files, `libs/${room}/package.json`) !== undefined;
        if (lines === undefined)
          return [{ path: `libs/${room}`, line: 1, message: 'no README.md' }];
        if (isPackage || lines <= pageLimit) return [];
        return [{ path, line: pageLimit, message: `${lines} lines, ${pageLimit} allowed` }];
      });
    },
  },
  {
    name: 'exact-versions',
    why: 'What was tested is what is installed.',
    check(files) {
      const text = textOf(files, 'package.json');
      if (text === undefined) return [];
      const manifest = JSON.parse(text);
      const all = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
        Object.entries(manifest[kind] ?? {}),
      );
      return all
        .filter(([, version]) => !/^(npm:[^@]+@)?\d+\.\d+\.\d+/.test(version))
        .map(([name, version]) => ({
          path: 'package.json',
          line: 1,
          message: `${name} is '${version}', not one exact version`,
        }));
    },
  },
];
