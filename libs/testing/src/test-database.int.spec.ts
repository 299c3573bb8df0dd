import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from './test-database.js';
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
