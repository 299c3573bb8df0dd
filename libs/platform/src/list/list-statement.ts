import { assert } from '../kernel/assert.js';
import { sql } from '../db/statement.js';
import type { Statement } from '../db/statement.js';
import { sqlTypeOf } from './sort-key.js';
import type { SortKeyType } from './sort-key.js';

/**
 * A condition on a row's id that is found out in two ways: `all` selects the ids that may fulfil
 * it, and of their rows `ofAll` is to hold; or `asked` asks it of one id, and of what `mayFind`
 * said of its row. `areFew` names no row.
 */
export interface TwofoldFilter {
  readonly id: string;
  readonly mayFind: string;
  readonly areFew: string;
  readonly all: string;
  readonly ofAll: string;
  readonly asked: (id: string, mayFind: string) => string;
}

/** So many rows are asked in the list's order before all that a filter finds are looked up. */
const mostAsked = 1_000;

/**
 * A condition on one given value, `e.submitter_member_id = :submitterMemberId`, a column that is
 * one of several: `{ anyOf: 'e.status', type: 'text' }`, or a condition in two ways.
 */
export type ListFilter =
  string | { readonly anyOf: string; readonly type: 'text' | 'uuid' } | TwofoldFilter;

/** The SQL of a list, without its rows' type. Named parameters are written `:name`. */
export interface ListText {
  readonly name: string;
  readonly select: string;
  readonly from: string;
  readonly where?: string;
  readonly keys: readonly {
    readonly column: string;
    readonly field: string;
    readonly type: SortKeyType;
  }[];
  readonly order: 'ascending' | 'descending';
  readonly filters: Readonly<Record<string, ListFilter>>;
  readonly parent?: { readonly column: string; readonly field: string };
  /** Rows that stand among the others by another column, each kind found by an index of its own. */
  readonly among?: Pick<ListText, 'select' | 'where' | 'keys'>;
}

/** What one call asks of a list. Each shape is a statement of its own. */
export interface ListShape {
  /** Names of the filters that are set. */
  readonly filters: readonly string[];
  readonly reads: 'page' | 'pages' | 'count' | 'found';
  readonly backwards: boolean;
  readonly afterCursor: boolean;
}

/** A statement, and which of the named values go where in it. */
export interface ListStatement {
  readonly statement: Statement;
  readonly parameters: readonly string[];
}

/** Writes `$1`, `$2`, … for `:names`; a cast, `::text`, is none. */
export function numberParameters(text: string): { text: string; parameters: string[] } {
  const parameters: string[] = [];
  const numbered = text.replaceAll(/(?<![:\w]):([a-zA-Z]\w*)/g, (_, name: string) => {
    if (!parameters.includes(name)) parameters.push(name);
    return `$${parameters.indexOf(name) + 1}`;
  });
  return { text: numbered, parameters };
}

/**
 * A filter that is not set leaves no trace in the statement: `$1 is null or state = $1` would be
 * planned once for every value, without the index that one of them needs.
 */
export function listStatement(list: ListText, shape: ListShape): ListStatement {
  const write = writers[shape.reads];
  const { text, parameters } = numberParameters(write(list, shape));
  return { statement: sql(statementName(list, shape), text), parameters };
}

const writers: Readonly<Record<ListShape['reads'], (list: ListText, shape: ListShape) => string>> =
  { page: pageText, pages: pageText, count: countText, found: foundText };

/** `expenses.list-expenses-by3-reversed-after`: by the first and the second filter (bits 1, 2). */
function statementName(list: ListText, shape: ListShape): string {
  const names = Object.keys(list.filters);
  const bits = shape.filters.reduce((sum, name) => sum + 2 ** names.indexOf(name), 0);
  return [
    list.name,
    ...(bits === 0 ? [] : [`by${bits.toString(16)}`]),
    ...(shape.reads === 'page' ? [] : [shape.reads]),
    ...(shape.backwards ? ['reversed'] : []),
    ...(shape.afterCursor ? ['after'] : []),
  ].join('-');
}

function filterOf(list: ListText, name: string): ListFilter {
  const filter = list.filters[name];
  assert(filter !== undefined, `${list.name} has a filter ${name}`);
  return filter;
}

type TwofoldWriting = (filter: TwofoldFilter) => string;

/** How a filter that is not written in one way only stands in a statement. */
interface Writing {
  readonly anyOf: (column: string, name: string, type: string) => string;
  readonly twofold?: TwofoldWriting | undefined;
}

const amongAll = ({ id, all, ofAll }: TwofoldFilter): string =>
  `${id} = any (array(${all})) and ${ofAll}`;

/** The conditions; where a filter may be found out in two ways, by looking up all. */
function conditions(
  list: ListText,
  { filters }: ListShape,
  { anyOf, twofold = amongAll }: Writing,
): string[] {
  const given = filters.map((name) => {
    const filter = filterOf(list, name);
    if (typeof filter === 'string') return filter;
    return 'areFew' in filter ? twofold(filter) : anyOf(filter.anyOf, name, filter.type);
  });
  return [...(list.where === undefined ? [] : [list.where]), ...given].map((one) => `(${one})`);
}

/** The parts that there are, with that between them. */
export const joined = (between: string, ...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(between);

const whereText = (all: readonly string[]): string =>
  all.length === 0 ? '' : ` where ${all.join(' and ')}`;

/** The list's own rows, and those that stand among them. */
const kindsOf = (list: ListText): readonly ListText[] =>
  list.among === undefined ? [list] : [list, { ...list, ...list.among }];

function countText(list: ListText, shape: ListShape): string {
  const rows = kindsOf(list).map((kind) => {
    const where = conditions(kind, shape, {
      anyOf: (column, name, type) => `${column} = any (:${name}::${type}[])`,
    });
    return `select from ${kind.from}${whereText(where)}`;
  });
  return `select count(*)::int as total
    from (${rows.join(' union all ')} limit :limit) counted`;
}

/** Rows by their ids, wherever they stand in the list, in no order. */
function foundText(list: ListText, shape: ListShape): string {
  const key = list.keys.find(({ type }) => type === 'id');
  assert(key !== undefined, `${list.name} has ids`);
  const rows = kindsOf(list).map((kind) => {
    const where = [
      ...conditions(kind, shape, { anyOf: (column) => column }),
      `${key.column} = any (:ids::uuid[])`,
    ];
    return `select ${kind.select} from ${kind.from}${whereText(where)}`;
  });
  return rows.join(' union all ');
}

function pageText(list: ListText, shape: ListShape): string {
  const isDescending = (list.order === 'descending') !== shape.backwards;
  const direction = isDescending ? 'desc' : 'asc';
  const fields = list.keys.map(({ field }) => `page."${field}" ${direction}`);
  const orderByField = `order by ${fields.join(', ')}`;
  const kinds = kindsOf(list).map((kind) => {
    const beside = [
      ...(shape.reads === 'pages' ? [`${parentOf(list).column} = parent.id`] : []),
      ...(shape.afterCursor ? [pastCursor(kind, isDescending ? '<' : '>')] : []),
    ];
    const columns = kind.keys.map(({ column }) => `${column} ${direction}`).join(', ');
    const rowsBy: RowsBy = (twofold, selected = kind.select) => {
      const anyOf = (column: string, name: string) => `${column} = ${name}_one.value`;
      const where = [...conditions(kind, shape, { anyOf, twofold }), ...beside];
      return `select ${selected} from ${kind.from}${whereText(where)}
    order by ${columns}`;
    };
    return eitherWay(kind, shape, rowsBy);
  });
  const rows =
    kinds.length === 1
      ? kinds.join('')
      : `select page.* from (${kinds.map((kind) => `(${kind})`).join(' union all ')}) page
    ${orderByField} limit :limit`;
  const merged = merge(list, shape, rows, orderByField);
  if (shape.reads === 'page') return merged;
  return `select page.* from unnest(:parents::uuid[]) as parent (id)
    cross join lateral (${merged}) page ${orderByField}`;
}

type RowsBy = (twofold?: TwofoldWriting, columns?: string) => string;

/**
 * Where a filter's rows are many, the next ones are mostly near: the list is walked in its order
 * and each row asked. That ends at the page's last row, and after a thousand rows, since all that
 * have an old word may be far back; then they are looked up as few are. So a page costs the rows
 * that the filter finds, or a thousand more, never those that are newer than they. How many are
 * walked is written so that Postgres does not count on all of them: it would rather sort the whole
 * list than follow its index for a page's worth.
 */
function eitherWay(list: ListText, { filters }: ListShape, rowsBy: RowsBy): string {
  const twofold = filters
    .map((name) => filterOf(list, name))
    .filter((one): one is TwofoldFilter => typeof one !== 'string' && 'areFew' in one);
  assert(twofold.length <= 1, `${list.name} has one filter in two ways`);
  const [filter] = twofold;
  if (filter === undefined) return `${rowsBy()} limit :limit`;
  const walked = rowsBy(() => 'true', `${filter.id} as subject_id, ${filter.mayFind} as may_find`);
  const isNear = `case when ${filter.areFew} then false
        when (select count(*) from near) >= :limit then true
        else (select count(*) from walked) < ${mostAsked} end`;
  const ids = `(select case when ${isNear} then array(select subject_id from near)
        else array(${filter.all}) end)`;
  const found = rowsBy(({ id, ofAll }) => `${id} = any (${ids}::uuid[]) and ${ofAll}`);
  return `with walked as materialized (${walked} limit (select ${mostAsked})),
    near as materialized (select subject_id from walked
      where ${filter.asked('walked.subject_id', 'walked.may_find')} limit :limit)
    ${found} limit :limit`;
}

/** So many rows of each value, in order, then so many of them all: no index has them together. */
function merge(list: ListText, shape: ListShape, rows: string, order: string): string {
  const several = shape.filters.flatMap((name) => {
    const filter = filterOf(list, name);
    return typeof filter === 'string' || 'areFew' in filter
      ? []
      : [`unnest(:${name}::${filter.type}[]) as ${name}_one (value)`];
  });
  if (several.length === 0) return rows;
  return `select page.* from ${several.join(' cross join ')}
    cross join lateral (${rows}) page ${order} limit :limit`;
}

function pastCursor({ keys }: ListText, comparison: '<' | '>'): string {
  const columns = keys.map(({ column }) => column).join(', ');
  const values = keys.map(({ type }, at) => `:cursor${at}::${sqlTypeOf[type]}`).join(', ');
  return `(${columns}) ${comparison} (${values})`;
}

function parentOf({ parent, name }: ListText): { readonly column: string } {
  assert(parent !== undefined, `${name} has parents`);
  return parent;
}
