// Columns of mapped tables: their names are said once, in the mapping.

/** `p.amount_minor as "amountMinor"`, and not `max(amount_minor) as "amountMinor"`. */
const plainAlias = /(?<![\w)])(?:\w+\.)?([a-z]\w*) as "(\w+)"/g;

const namedColumn = /\bname: '([a-z]+(?:_[a-z0-9]+)+)'/g;

const camelOf = (column) => column.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

const roomOf = (path) => /^libs\/([^/]+)\//.exec(path)?.[1];

/** By room: the columns that its entities map. */
function mappedByRoom(files) {
  const mapped = new Map();
  for (const { path, text } of files.filter((file) => file.path.endsWith('.entity.ts'))) {
    const columns = mapped.get(roomOf(path)) ?? [];
    mapped.set(roomOf(path), [...columns, ...[...text.matchAll(namedColumn)].map((m) => m[1])]);
  }
  return mapped;
}

/** By room: those rooms that it knows. A mapping of a higher room cannot be asked. */
function knownByRoom(files) {
  const known = new Map();
  for (const { path, text } of files) {
    const room = roomOf(path);
    if (room === undefined) continue;
    const rooms = known.get(room) ?? new Set([room]);
    for (const [, name] of text.matchAll(/from '@rochdale\/([\w-]+)'/g)) rooms.add(name);
    known.set(room, rooms);
  }
  return known;
}

function byHand({ path, text }, mapped) {
  return [...text.matchAll(plainAlias)]
    .filter(([, column, alias]) => mapped.has(column) && alias === camelOf(column))
    .map(({ index, 0: written }) => ({
      path,
      line: text.slice(0, index).split('\n').length,
      message: `'${written}': columnsOf the mapping says it`,
    }));
}

export const columnRules = [
  {
    name: 'columns-of-mappings',
    why: 'A column that is renamed is renamed in its mapping; rows and statements follow it.',
    check(files) {
      const [mapped, known] = [mappedByRoom(files), knownByRoom(files)];
      return files
        .filter(({ path }) => /^libs\/.*\.(store|queries)\.ts$/.test(path))
        .flatMap((file) => {
          const rooms = [...known.get(roomOf(file.path))];
          return byHand(file, new Set(rooms.flatMap((room) => mapped.get(room) ?? [])));
        });
    },
  },
];
