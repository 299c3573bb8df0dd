import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { createFilledDatabase, createTestDatabase } from './test-database.js';
import type { TestDatabase } from './test-database.js';

const opened: TestDatabase[] = [];

async function open(): Promise<{ database: TestDatabase; client: Client }> {
  const database = await createTestDatabase();
  opened.push(database);
  const client = new Client({ connectionString: database.adminUrl });
  // Dropping the database under a client is part of these tests.
  client.on('error', () => undefined);
  await client.connect();
  return { database, client };
}

afterAll(async () => {
  for (const database of opened) await database.drop();
});

async function asked<T extends object>({ adminUrl }: TestDatabase, text: string): Promise<T[]> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('a database that is filled once', () => {
  it('is copied for each, whoever is first, and filled by the next where one failed', async () => {
    let filled = 0;
    const name = `filled_${process.pid}`;
    const broken = createFilledDatabase(name, () => Promise.reject(new Error('no power')));
    await expect(broken).rejects.toThrow('no power');
    const fill = async (database: TestDatabase) => {
      filled += 1;
      await asked(database, 'create table told as select 7 as number');
    };
    const both = await Promise.all([1, 2].map(() => createFilledDatabase(name, fill)));
    opened.push(...both);
    expect(filled).toBe(1);
    await asked(both[0]!, 'delete from told');
    expect(await asked(both[1]!, 'select number from told')).toEqual([{ number: 7 }]);
  });
});

describe('a test database', () => {
  it('is not shared: what one file writes, another never sees', async () => {
    const [first, second] = await Promise.all([open(), open()]);
    await first.client.query('create table mine (id int)');
    const seen = await second.client.query(`select to_regclass('mine') as seen`);
    expect(seen.rows).toEqual([{ seen: null }]);
    await Promise.all([first.client.end(), second.client.end()]);
  });

  it('is gone after drop, even with a client still connected', async () => {
    const { database } = await open();
    await database.drop();
    const late = new Client({ connectionString: database.adminUrl });
    await expect(late.connect()).rejects.toThrow(/does not exist/);
  });
});
