import type { TestWorld } from '@rochdale/testing';

/** A row as whoever has the database sees it: where it lies, which transactions wrote it. */
interface Seen {
  readonly table: string;
  readonly text: string;
  readonly ctid: number;
  readonly xmin: number;
  readonly xmax: number;
}

type Owner = Pick<TestWorld, 'asOwner'>;

/** Every row of every table, and what Postgres tells of them besides. */
export async function everyRow({ asOwner }: Owner): Promise<readonly Seen[]> {
  const tables = await asOwner<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const seen: Seen[] = [];
  for (const { name } of tables) {
    const rows = await asOwner<Omit<Seen, 'table'>>(
      `select to_jsonb(t)::text as text, xmin::text::bigint::float8 as xmin,
         xmax::text::bigint::float8 as xmax,
         (ctid::text::point)[0] * 1000 + (ctid::text::point)[1] as ctid
       from ${name} t`,
    );
    seen.push(...rows.map((row) => ({ ...row, table: name })));
  }
  const stats = await asOwner<{ text: string }>(
    `select to_jsonb(s)::text as text from pg_stat_activity s
     union all select to_jsonb(s)::text from pg_stat_user_tables s`,
  );
  const none = { table: 'pg_stat', ctid: 0, xmin: 0, xmax: 0 };
  return [...seen, ...stats.map(({ text }, nth) => ({ ...none, text, ctid: nth }))];
}

/** In what order rows were written, by whatever tells it. */
const orders: Readonly<Record<string, (row: Seen) => number | string>> = {
  xmin: ({ xmin }) => xmin,
  xmax: ({ xmax }) => xmax,
  ctid: ({ ctid }) => ctid,
  instant: ({ text }) =>
    text
      .match(/\d{4}-\d\d-\d\dT[\d:.]+/g)
      ?.toSorted()
      .at(-1) ?? '',
  id: ({ text }) => /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}/.exec(text)?.[0] ?? '',
};

/** What ballots of the vote can say, as it is written in rows. */
const marksIn = (text: string, marks: readonly string[]): string[] => {
  const groups = [...text.matchAll(/"mark": ?"([a-z]+)", ?"ballots": ?(\d+)/g)];
  const counted = [
    ...groups,
    ...[...text.matchAll(/"ballots": ?(\d+), ?"mark": ?"([a-z]+)"/g)].map((m) => [
      m[0],
      m[2],
      m[1],
    ]),
  ];
  if (counted.length > 0) {
    return counted.flatMap(([, mark = '', ballots = '0']) =>
      Array.from({ length: Number(ballots) }, () => mark),
    );
  }
  return marks.length === 0
    ? []
    : [...text.matchAll(new RegExp(`(?<!dis)\\b(${marks.join('|')})\\b`, 'g'))].map((m) => m[0]);
};

const inOrder = (rows: readonly Seen[], by: (row: Seen) => number | string): Seen[] =>
  rows.toSorted((one, other) => {
    const [a, b] = [by(one), by(other)];
    return a < b ? -1 : a > b ? 1 : one.ctid - other.ctid;
  });

/** What a strategy says of each voter that it says something of. */
export type Guesses = ReadonlyMap<string, string>;

/** Rows that name a voter, by table: the last written of each voter. */
function tracesOf(
  rows: readonly Seen[],
  voters: readonly string[],
): Map<string, Map<Seen, string>> {
  const byTable = new Map<string, Map<Seen, string>>();
  for (const row of rows) {
    const named = voters.filter((voter) => row.text.includes(voter));
    if (named.length !== 1) continue;
    const found = byTable.get(row.table) ?? new Map<Seen, string>();
    byTable.set(row.table, found.set(row, named[0] ?? ''));
  }
  return byTable;
}

/**
 * Each way to guess who voted what from what is in the database, by name: the row that says both;
 * rows that one transaction wrote; rows in the order in which they were written, side by side.
 *
 * @param rows written since the vote opened
 */
export function guessesOf(
  rows: readonly Seen[],
  voters: readonly string[],
  marks: readonly string[],
): ReadonlyMap<string, Guesses> {
  const found = new Map<string, Guesses>();
  const traces = tracesOf(rows, voters);
  const saying = rows.filter(({ text }) => marksIn(text, marks).length > 0);
  const tables = [...new Set(saying.map(({ table }) => table))];
  for (const [table, named] of traces) {
    const same = [...named].flatMap(([row, voter]) => {
      const said = marksIn(row.text, marks);
      return said.length === 1 ? [[voter, said[0] ?? ''] as const] : [];
    });
    if (same.length > 0) found.set(`row of ${table}`, new Map(same));
    for (const said of tables) {
      const sayers = saying.filter((row) => row.table === said);
      const joined = [...named].flatMap(([row, voter]) => {
        const written = [row.xmin, row.xmax];
        const match = sayers.filter((one) => one !== row && written.includes(one.xmin));
        const all = match.flatMap(({ text }) => marksIn(text, marks));
        return all.length === 1 ? [[voter, all[0] ?? ''] as const] : [];
      });
      if (joined.length > 0) found.set(`transaction of ${table} and ${said}`, new Map(joined));
      for (const [how, by] of Object.entries(orders)) {
        const inTurn = [...new Set(inOrder([...named.keys()], by).map((row) => named.get(row)))];
        for (const [asWell, sayBy] of Object.entries(orders)) {
          const texts = inOrder(sayers, sayBy).flatMap(({ text }) => marksIn(text, marks));
          if (texts.length !== inTurn.length) continue;
          const pairs = inTurn.map((voter, nth) => [voter ?? '', texts[nth] ?? ''] as const);
          found.set(`${table} by ${how} beside ${said} by ${asWell}`, new Map(pairs));
        }
      }
    }
  }
  return found;
}

/** How likely fair coins do as well as this, or as badly, exactly: of so many so many right. */
export function chanceOf(right: number, of: number): number {
  const far = Math.max(right, of - right);
  let choose = 1n;
  let tail = 0n;
  for (let nth = 0; nth <= of; nth += 1) {
    if (nth >= far) tail += choose;
    choose = (choose * BigInt(of - nth)) / BigInt(nth + 1);
  }
  const precise = 10n ** 15n;
  return Number((2n * tail * precise) / (1n << BigInt(of))) / 1e15;
}
