import { blocksOf, markOf } from './blocks.js';
import type { Block } from './blocks.js';

const keywords =
  'where on using set as join left right inner cross full order group limit for values select'
    .concat(' returning union having lateral default do with tablesample except window')
    .replaceAll(' ', '|');
const alias = String.raw`(?:\s+(?:as\s+)?(?!(?:${keywords})\b)([a-z_]\w*))?`;
/** A table, a common table expression, or a query in its place: by what words, and called what. */
const asked = new RegExp(
  String.raw`(?:\b(?:from|join|update|using|lateral)\s+|,\s*)(?:only\s+)?` +
    String.raw`([a-z_]+\.[a-z_]+|[a-z_]\w*|«\d+»)` +
    alias,
  'gi',
);
const expression = /\b([a-z_]\w*)(?:\s*\([^)]*\))?\s+as\s+(?:(?:not\s+)?materialized\s+)?«(\d+)»/gi;

const tenant = String.raw`\b(?:(\w+)\.)?cooperative_id\b`;
const given = new RegExp(String.raw`${tenant}\s*(?:=|is not distinct from)\s*\(?[$]\d`, 'gi');
const givenFirst = new RegExp(String.raw`[$]\d+(?:::\w+)?\s*=\s*${tenant}`, 'gi');
const joined = new RegExp(String.raw`${tenant}\s*=\s*${tenant}`, 'gi');
/** Of `insert into`, which has no condition: its columns. */
const inserted = /\binsert into ([a-z_]+\.[a-z_]+)\s*(?:as \w+\s*)?\(([^)]*)\)/gi;

/**
 * What of a query says which rows: not what it shows, sets, gives back or sorts by, nor what holds
 * only instead of something else, or does not hold.
 */
function conditionsOf(text: string): string {
  return text
    .replaceAll(/\bset\b.*?(?=\bwhere\b|\bfrom\b|$)/gis, ' ')
    .replaceAll(/\border by\b[^()]*/gi, ' ')
    .replaceAll(/\breturning\b[^()]*/gi, ' ')
    .replaceAll(/\bselect\b[^()]*?\bfrom\b/gis, 'from')
    .replaceAll(/\bor\s+(?:\w+\.)?cooperative_id\b/gi, ' ')
    .replaceAll(/\bnot\s*\([^()]*\)/gi, ' ');
}

interface Named {
  /** As conditions of the query call it; empty for what has no name of its own. */
  readonly name: string;
  /** `schema.table`, or the name or mark of a query. */
  readonly of: string;
}

/** What a query reads or changes. */
function namedIn({ text }: Block): Named[] {
  const tail = text.replaceAll(/\bset\b.*?(?=\bwhere\b|\bfrom\b|$)/gis, ' ').replaceAll(
    // What is shown, grouped or sorted has commas as well.
    /\bselect\b[^]*?\bfrom\b|\b(?:order|group) by\b[^]*|\breturning\b[^]*|\([^()]*\)/gi,
    (found) => (/^select/i.test(found) ? 'from' : ' '),
  );
  return [...tail.matchAll(asked)].map(([, of = '', name]) => ({
    name: name ?? of.split('.')[1] ?? of,
    of,
  }));
}

/** The tenants' tables of a statement that are not bound to the tenant that is given. */
export function unnamedTables(statement: string, tenantTables: ReadonlySet<string>): string[] {
  const blocks = blocksOf(statement);
  const queries = new Map<string, Block[]>();
  for (const block of blocks) {
    const mark = markOf(block.id);
    queries.set(mark, [...(queries.get(mark) ?? []), block]);
  }
  for (const { text } of blocks) {
    for (const [, name = '', id] of text.matchAll(expression)) {
      queries.set(name, queries.get(`«${id}»`) ?? []);
    }
  }
  const around = (block: Block): Block | undefined =>
    blocks.find(({ id, text }) => id === block.parent?.id && text.includes(markOf(block.id)));

  /** What is being looked into: a query that reads itself, or what is around it, binds nothing. */
  const busy = new Set<string>();

  /** Whether what a query reads is of one tenant, through and through. */
  const isBoundQuery = (of: string): boolean => {
    const sides = queries.get(of);
    if (sides === undefined || busy.has(of)) return false;
    busy.add(of);
    const isBound = sides.every((side) => unnamedOf(side).length === 0);
    busy.delete(of);
    return isBound;
  };

  /** The names that a query binds to a given tenant: at once, by a join, or through one around. */
  const boundNames = (block: Block): ReadonlySet<string> => {
    const text = conditionsOf(block.text);
    const matches = [...text.matchAll(given), ...text.matchAll(givenFirst)];
    const parent = around(block);
    const outer = parent === undefined ? [] : [...boundNames(parent)].filter((name) => name !== '');
    const queried = namedIn(block).filter(({ of }) => isBoundQuery(of));
    const bound = new Set([
      ...outer,
      ...matches.map(([, name = '']) => name),
      ...queried.map(({ name }) => name),
    ]);
    const joins = [...text.matchAll(joined)].map(([, a = '', b = '']) => [a, b] as const);
    for (let before = -1; before !== bound.size;) {
      before = bound.size;
      for (const [one, other] of joins) {
        if (bound.has(one)) bound.add(other);
        if (bound.has(other)) bound.add(one);
      }
    }
    return bound;
  };

  const unnamedOf = (block: Block): string[] => {
    const bound = boundNames(block);
    const read = namedIn(block).filter(({ name, of }) => {
      // A column without a name before it may be of any table that has no alias.
      return !bound.has(name) && !(name === of.split('.')[1] && bound.has(''));
    });
    const written = [...block.text.matchAll(inserted)].flatMap(([, table = '', columns = '']) =>
      /\bcooperative_id\b/.test(columns) ? [] : [table],
    );
    return [...read.map(({ of }) => of), ...written].filter((table) => tenantTables.has(table));
  };
  return blocks.flatMap((block) => unnamedOf(block));
}
