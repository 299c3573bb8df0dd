import { createTestDatabase } from '@rochdale/testing';
import type { TestDatabase } from '@rochdale/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personalData, rowsOf } from './personal-data.js';

interface Column {
  /** `schema.table.column` */
  readonly name: string;
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** A check names all that it may say: `state in ('open', 'closed')`. */
  readonly isOfFew: boolean;
}

// What the queue keeps of jobs, and which migrations ran, is the libraries' own and names nobody.
const everyColumn = `
  select format('%s.%s.%s', n.nspname, c.relname, a.attname) as name,
    format('%s.%s', n.nspname, c.relname) as table, a.attname as column,
    format_type(a.atttypid, null) as type,
    exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'
      and k.conkey = array[a.attnum]
      and pg_get_constraintdef(k.oid) like '%ANY (ARRAY[%') as "isOfFew"
  from pg_attribute a join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
    and n.nspname not in ('pg_catalog', 'information_schema', 'bullmq', 'public')
  order by 1`;

/** In a table that is of no person: amounts, days and states of what belongs to all. */
const saysNothing = ['boolean', 'bigint', 'integer', 'numeric', 'date', 'timestamp with time zone'];

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const columns = async () => (await client.query<Column>(everyColumn)).rows;
const said = personalData.flatMap((room) => room.columns);
const ofPersons = new Set(said.map(({ table }) => table));
const named = new Set([
  ...said.map(({ table, column }) => `${table}.${column}`),
  ...personalData.flatMap(({ impersonal }) =>
    [...impersonal].flatMap(([table, besides]) => besides.map((column) => `${table}.${column}`)),
  ),
]);
const tables = new Set([
  ...ofPersons,
  ...personalData.flatMap((one) => [...one.impersonal.keys()]),
]);

/** Columns of which no room says whether they hold a person. */
const unsaid = (all: readonly Column[]) =>
  all
    .filter(({ name, table, column, type, isOfFew }) => {
      if (named.has(name) || column === 'cooperative_id') return false;
      if (!tables.has(table) || ofPersons.has(table)) return true;
      return column !== 'id' && !isOfFew && !saysNothing.includes(type);
    })
    .map(({ name }) => name);

describe('the catalogue of personal data', () => {
  it('says of every column whether it holds a person', async () => {
    expect(unsaid(await columns())).toEqual([]);
  });

  it('names no column that is gone', async () => {
    const there = new Set((await columns()).map(({ name }) => name));
    expect([...named].filter((name) => !there.has(name))).toEqual([]);
  });

  it('notices a new table and a new column, of a table of persons and of one of none', async () => {
    await client.query('begin');
    await client.query(`create table dues.gifts (id uuid primary key, note text)`);
    await client.query(`alter table dues.pledges add column is_large boolean`);
    await client.query(`alter table dues.plans add column note text`);
    const found = unsaid(await columns());
    await client.query('rollback');
    expect(found).toEqual([
      'dues.gifts.id',
      'dues.gifts.note',
      'dues.plans.note',
      'dues.pledges.is_large',
    ]);
  });

  it('leads from each to a person by what is there', async () => {
    for (const one of said) {
      const rows = rowsOf(one);
      expect(rows === null, one.column).toBe(one.person.every((path) => 'whoever' in path));
      const found = `select t.${one.column} from ${one.table} t where ${rows ?? 'false'}`;
      await client.query(found, rows === null ? [] : [[], []]);
    }
  });

  it('counts a term from what is there', async () => {
    for (const { table, keep } of said) {
      const { since = 'null', when = 'true' } = keep;
      await client.query(`select ${since} from ${table} where ${when} limit 0`);
    }
    expect(said.length).toBeGreaterThan(300);
  });
});
