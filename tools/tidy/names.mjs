// How files and folders are called, so that a reader can guess the file before searching for it.

const codeFolder = /^(apps|libs|migrations|test|tools)\/(?!(.*\/)?README\.md$)/;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const extension = /\.(ts|mts|mjs|cjs|js|json|md|graphql)$/;

const suffixes = new Set(
  (
    'room module errors events jobs handlers letters permissions settings invariants ' +
    'personal-data kind kinds action actions report reports rail rails matcher ' +
    'entity store queries type inputs payloads resolver loader ' +
    'controller processor interceptor filter bench d action kind kinds'
  ).split(' '),
);

/** A spec is named after the file it tests, suffix and all. */
const specSuffix = /(^|\.)(alone\.)?((int|e2e|long|properties)\.)?spec$/;

/** Names that say nothing, and so collect everything. */
const emptyWords = new Set(
  'util utils helper helpers common manager managers misc stuff'.split(' '),
);

const isEmptyName = (stem) =>
  stem === 'base' || stem.split('-').some((word) => emptyWords.has(word));

function stemAndSuffix(name) {
  const [stem, ...rest] = name.replace(extension, '').split('.');
  return { stem, suffix: rest.join('.') };
}

const first = (message) => (message === undefined ? [] : [{ line: 1, message }]);

const migrationName = /^\d{13}-[a-z]+(-[a-z0-9]+)*-[a-z]+-[a-z0-9-]+$/;
const migrationTools = new Set(['index', 'entities', 'migrate', 'drift', 'schema']);

export const nameRules = [
  {
    name: 'kebab-case',
    why: 'Names look the same on every file system.',
    applies: (path) => codeFolder.test(path),
    check({ path }) {
      const parts = path.split('/');
      const stem = stemAndSuffix(parts.at(-1)).stem;
      const odd = [...parts.slice(0, -1), stem].find((part) => !kebab.test(part));
      return first(odd && `'${odd}' is not kebab-case`);
    },
  },
  {
    name: 'known-suffix',
    why: 'A suffix says what a file may hold; a new kind of file is a decision, made in this list.',
    applies: (path) => /^(apps|libs|migrations|test)\//.test(path) && /\.m?ts$/.test(path),
    check({ path }) {
      const { suffix } = stemAndSuffix(path.split('/').at(-1));
      const tested = suffix.replace(specSuffix, '');
      const known = tested === '' || suffixes.has(tested);
      return first(known ? undefined : `'.${suffix}' is not one of the suffixes in use`);
    },
  },
  {
    name: 'telling-name',
    why: 'utils, helpers, common, manager, base and misc collect everything and say nothing.',
    applies: (path) => codeFolder.test(path),
    check({ path }) {
      const parts = path.split('/');
      const names = [...parts.slice(0, -1), stemAndSuffix(parts.at(-1)).stem];
      const empty = names.find(isEmptyName);
      return first(empty && `'${empty}' says nothing about what is inside`);
    },
  },
  {
    name: 'migration-name',
    why: '<timestamp>-<room>-<verb>-<noun>, so that the listing tells the history.',
    applies: (path) => /^migrations\/[^/]+\.ts$/.test(path) && !path.endsWith('.spec.ts'),
    check({ path }) {
      const { stem } = stemAndSuffix(path.split('/').at(-1));
      const good = migrationName.test(stem) || migrationTools.has(stem);
      return first(good ? undefined : `'${stem}' is not <timestamp>-<room>-<verb>-<noun>`);
    },
  },
];
