import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '@rochdale/testing';
import type { TestDatabase } from '@rochdale/testing';
import pg from 'pg';
import { findDrift } from './drift.js';
import { describeSchema } from './schema.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('finds the mappings and the migrated database in agreement', async () => {
  expect(await findDrift(database.adminUrl)).toEqual([]);
});

it('makes what migrations/schema.sql says', async () => {
  await expect(await describeSchema(database.adminUrl)).toMatchFileSnapshot('./schema.sql');
});

/** Read by functions of the owner alone, whom no wall keeps back. */
const lookedUpByOwner = ['platform.jobs_lanes'];
const byExpression = `
  select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid
  where i.indexprs is not null and not i.indisexclusion and c.relrowsecurity order by 1`;

it('has no index by an expression: row-level security looks nothing up by one', async () => {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(byExpression);
    expect(rows.map(({ name }) => name)).toEqual(lookedUpByOwner);
  } finally {
    await client.end();
  }
});

describe('the description of the schema', () => {
  let changed: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    changed = await createTestDatabase();
    client = new pg.Client({ connectionString: changed.adminUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await changed.drop();
  });

  /** What the mappings cannot see, each the change of a statement that could slip in. */
  it.each([
    [
      'the predicate of an index',
      `drop index platform.jobs_due;
       create index jobs_due on platform.jobs (run_at, id) where status = 'running'`,
    ],
    [
      'the columns of an index',
      `drop index dues.invoices_open;
       create index invoices_open on dues.invoices (due_on, id) where state = 'open'`,
    ],
    [
      'the text of a check',
      `alter table ledger.accounts drop constraint ledger_accounts_held_check;
       alter table ledger.accounts add constraint ledger_accounts_held_check
         check (held_minor >= -1)`,
    ],
    ['a right', 'grant delete on ledger.postings to rochdale_app'],
    ['a wall taken down', 'alter table ledger.postings no force row level security'],
    ['a policy that lets everybody through', 'alter policy tenant on dues.invoices using (true)'],
    ['a trigger that sleeps', 'alter table dues.invoices disable trigger keep_invoice'],
    [
      'a function that changed',
      `create or replace function platform.current_cooperative() returns uuid
         language sql as 'select null::uuid'`,
    ],
  ])('sees %s', async (_what, statements) => {
    const before = await describeSchema(changed.adminUrl);
    await client.query(statements);
    expect(await describeSchema(changed.adminUrl)).not.toBe(before);
  });
});
