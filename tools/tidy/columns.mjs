// Columns of mapped tables: their names are said once, in the mapping.

/** `p.amount_minor as "amountMinor"`, and not `max(amount_minor) as "amountMinor"`. */
const plainAlias = /(?<![\w)])(?:\w+\.)?([a-z]\w*) as "(\w+)"/g;

const namedColumn = /\bname: '([a-z]+(?:_[a-z0-9]+)+)'/g;

const camelOf = (column) => column.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

function mappedColumns(files) {
  const entities = files.filter(({ path }) => path.endsWith('.entity.ts'));
  return new Set(
    entities.flatMap(({ text }) => [...text.matchAll(namedColumn)].map(([, column]) => column)),
  );
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
      const mapped = mappedColumns(files);
      return files
        .filter(({ path }) => /^libs\/.*\.(store|queries)\.ts$/.test(path))
        .flatMap((file) => byHand(file, mapped));
    },
  },
];
