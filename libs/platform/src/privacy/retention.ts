import { sql } from '../db/statement.js';
import type { Statement } from '../db/statement.js';
import { assert } from '../kernel/assert.js';
import type { TermName } from './terms.js';

/** How long something is kept. */
export interface Keeping {
  readonly term: TermName;
  /** From when on it counts, in SQL. Without it, an event ends the term, which the term names. */
  readonly since?: string;
  /** Rows whose term has not begun, in SQL: `state <> 'open'` says which have. */
  readonly when?: string;
}

/** A column that something is said of. */
interface KeptColumn {
  readonly column: string;
  readonly keep: Keeping;
}

/** What goes of a table when its term is over: rows, or what columns hold. */
export interface Drop {
  /** Of these rows alone, and for so long: where what a table holds is of several terms. */
  readonly keep?: Required<Keeping>;
  /** What each column holds afterwards, in SQL: `null`. Without it, rows go. */
  readonly empties?: Readonly<Record<string, string>>;
  /** The rows are of files, whose bytes go with them. */
  readonly areFiles?: true;
  /** The columns by which a row is known, where it has no `id`. */
  readonly key?: readonly string[];
  /**
   * A function of the database that does it where the service may not write itself: of a
   * co-operative, what is of before, and so many. It gives an id for each row.
   */
  readonly by?: string;
}

/** A digest that is of nothing: it stands where one of what went would confirm a guess of it. */
export const digestOfNothing = `encode(sha256(uuid_send(id)), 'hex')`;

/** A drop, as it is carried out. */
export interface Retention {
  readonly table: string;
  readonly term: TermName;
  /** Null when rows go. */
  readonly columns: readonly string[] | null;
  readonly areFiles: boolean;
  /** From when on it counts, where that is sooner than the term of the columns says. */
  readonly sooner: string | null;
  /** Of the co-operative `$1` at most `rowsAtOnce` that are of before `$2`. */
  readonly statement: Statement;
  /**
   * The same of at most `$3`, but for the first `$4` in the order of their key: around a row that
   * cannot go. Null where a function of the database does it.
   */
  readonly around: Statement | null;
}

/** A transaction does so many, so that it holds none of them for long. */
export const rowsAtOnce = 1000;

const declared: Retention[] = [];

/** Every drop that any loaded room declared. */
export function allRetentions(): readonly Retention[] {
  return declared;
}

/** Makes the statement of a drop from what the catalogue says of the columns. */
export function declareRetention(
  {
    room,
    table,
    columns,
  }: {
    readonly room: string;
    readonly table: string;
    readonly columns: readonly KeptColumn[];
  },
  { keep, empties, areFiles, key = ['id'], by }: Drop,
): void {
  const emptied = Object.entries(empties ?? {});
  const keeping = keep ?? keepingOf(table, columns, Object.keys(empties ?? {}));
  const { term, since, when = 'true' } = keeping;
  assert(since !== undefined, `${table} says from when on ${term} counts`);
  const isLeft = emptied.map(([column, value]) => `${column} is distinct from ${value}`);
  const name = table.slice(table.indexOf('.') + 1);
  const old = [`${name}.cooperative_id = $1`, `${since} < $2::timestamptz`, `(${when})`];
  const row = key.map((column) => `"${column}"`).join(', ');
  const found = `select ${row} from ${table} where ${[
    ...old,
    ...(isLeft.length === 0 ? [] : [`(${isLeft.join(' or ')})`]),
  ].join(' and ')}`;
  const id = key.includes('id') ? 'id' : 'cooperative_id as id';
  // Said twice: what somebody changed while the drop waited for it is looked at again outside.
  const whereAmong = (some: string): string =>
    `where ${old.join(' and ')} and (${row}) in (${found} ${some}) returning ${id}`;
  const noun = `${name.replaceAll('_', '-')}${keep === undefined ? '' : `-of-${term}`}`;
  const set = emptied.map((one) => one.join(' = ')).join(', ');
  const change = empties === undefined ? `delete from ${table}` : `update ${table} set ${set}`;
  const text =
    by === undefined
      ? `${change} ${whereAmong(`limit ${rowsAtOnce}`)}`
      : `select id from ${by}($1, $2, ${rowsAtOnce}) as id`;
  const verb = empties === undefined ? 'drop' : 'empty';
  const statement = sql(`${room}.${verb}-old-${noun}`, text);
  const around = `${change} ${whereAmong(`order by ${row} limit $3 offset $4`)}`;
  declared.push({
    table,
    term,
    columns: empties === undefined ? null : Object.keys(empties),
    areFiles: areFiles === true,
    sooner: keep === undefined ? null : since,
    statement,
    around: by === undefined ? sql(`${room}.${verb}-old-${noun}-around`, around) : null,
  });
}

function keepingOf(
  table: string,
  columns: readonly KeptColumn[],
  emptied: readonly string[],
): Keeping {
  const dropped = columns.filter(({ column }) => emptied.length === 0 || emptied.includes(column));
  const [first] = dropped;
  assert(first !== undefined, `${table} drops columns that it speaks of`);
  const isOne = dropped.every(({ keep }) => JSON.stringify(keep) === JSON.stringify(first.keep));
  assert(isOne, `what goes of ${table} goes at one time`);
  return first.keep;
}
