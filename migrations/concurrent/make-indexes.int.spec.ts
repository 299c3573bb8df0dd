import { createTestDatabase, testAppRole } from '@rochdale/testing';
import type { TestDatabase } from '@rochdale/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dropIndexes, makeIndexes } from './make-indexes.js';
import type { NewIndex } from './make-indexes.js';
import { migrate } from '../migrate.js';
import { describeSchema } from '../schema.js';

let database: TestDatabase;
const clients: pg.Client[] = [];
let client: pg.Client;

async function connected(): Promise<pg.Client> {
  const made = new pg.Client({ connectionString: database.adminUrl });
  await made.connect();
  clients.push(made);
  return made;
}

beforeAll(async () => {
  database = await createTestDatabase();
  client = await connected();
});
afterAll(async () => {
  for (const one of clients) await one.end();
  await database.drop();
});
beforeEach(async () => {
  await client.query(`drop schema if exists trial cascade; create schema trial;
    create table trial.things (id int not null, kind text not null);
    insert into trial.things select n, 'the same' from generate_series(1, 100) n;
    create index things_by_kind on trial.things (kind);
    create index things_by_nothing on trial.things (id) where id < 0`);
});

const wanted: readonly NewIndex[] = [
  { name: 'things_by_id', table: 'trial.things', by: '(id)' },
  { name: 'things_by_kind', table: 'trial.things', by: '(kind, id)', replaces: true },
  { name: 'things_by_both', table: 'trial.things', by: `(id, kind) where kind <> ''` },
];

/** A runner of migrations whose process dies before its nth statement. */
const runnerOf = (on: pg.Client, diesBefore = Number.POSITIVE_INFINITY) => {
  let asked = 0;
  return {
    async query(text: string, values?: unknown[]): Promise<unknown> {
      asked += 1;
      if (asked === diesBefore) throw new Error('the process died');
      return (await on.query(text, values)).rows;
    },
  };
};

async function make(runner = runnerOf(client)): Promise<void> {
  await makeIndexes(runner, wanted);
  await dropIndexes(runner, ['trial.things_by_nothing']);
}

/** Every index of the table, and whether queries may use it. */
async function indexes(): Promise<readonly string[]> {
  const { rows } = await client.query<{ says: string }>(
    `select (case when indisvalid then '' else 'half made: ' end)
       || pg_get_indexdef(indexrelid) as says
     from pg_index where indrelid = 'trial.things'::regclass order by 1`,
  );
  return rows.map(({ says }) => says.replace(' ON trial.things USING btree', ''));
}

const all = [
  `CREATE INDEX things_by_both (id, kind) WHERE (kind <> ''::text)`,
  'CREATE INDEX things_by_id (id)',
  'CREATE INDEX things_by_kind (kind, id)',
];

describe('indexes that are made concurrently', () => {
  it('are all there, in place of those of the same name, and again', async () => {
    await make();
    expect(await indexes()).toEqual(all);
    await make();
    expect(await indexes()).toEqual(all);
  });

  it('are made by the next one, wherever a process died', async () => {
    let deaths = 0;
    for (; ; deaths += 1) {
      const died = await make(runnerOf(client, deaths + 1)).then(
        () => false,
        () => true,
      );
      const before = await indexes();
      expect(before.some((one) => one.includes('things_by_kind '))).toBe(true);
      await make();
      expect(await indexes()).toEqual(all);
      if (!died) break;
      await client.query(`drop index trial.things_by_id, trial.things_by_kind, trial.things_by_both;
        create index things_by_kind on trial.things (kind)`);
    }
    expect(deaths).toBe(8);
  });

  it('are made anew where one was left half made, in either way', async () => {
    for (const name of ['things_by_id', 'things_by_kind_anew']) {
      const dying = client.query(`create unique index concurrently ${name} on trial.things (kind)`);
      await expect(dying).rejects.toMatchObject({ code: '23505' });
    }
    expect((await indexes()).filter((one) => one.startsWith('half made'))).toHaveLength(2);
    await make();
    expect(await indexes()).toEqual(all);
  });

  it('let others write meanwhile', async () => {
    const [busy, writer, maker] = [await connected(), await connected(), await connected()];
    await busy.query(`begin; insert into trial.things values (101, 'open')`);
    const making = make(runnerOf(maker));
    const waiting = `select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'
        and query ilike 'create index%'`;
    await vi.waitFor(async () => expect((await client.query(waiting)).rowCount).toBe(1), 20_000);
    await writer.query(`set lock_timeout = '5s'`);
    await writer.query(`insert into trial.things values (102, 'written')`);
    await busy.query('commit');
    await making;
    expect(await indexes()).toEqual(all);
  });
});

describe('a migration that died among its indexes', () => {
  it('is run again, and leaves what it would have left', async () => {
    const before = await describeSchema(database.adminUrl);
    const again = ['PlatformIndexOrders1796200640001'];
    await client.query('delete from rochdale_migrations where name = any ($1)', [again]);
    await client.query(`drop index dues.invoices_by_due_day, governance.proposals_due;
      update pg_index set indisvalid = false
        where indexrelid = 'payments.bank_lines_by_amount'::regclass`);
    expect(await migrate({ ownerUrl: database.adminUrl, ...testAppRole })).toEqual(again);
    const { rows: half } = await client.query('select from pg_index where not indisvalid');
    expect(half).toEqual([]);
    expect(await describeSchema(database.adminUrl)).toBe(before);
  });
});
