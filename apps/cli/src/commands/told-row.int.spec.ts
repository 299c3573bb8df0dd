import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { invariants } from '@rochdale/house';
import { newId, readGlobalId, toIdOf } from '@rochdale/platform';
import { createTestDatabase } from '@rochdale/testing';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { toldRow } from './told-row.js';

const schema = fileURLToPath(new URL('../../../../schema.graphql', import.meta.url));
const sdl = readFileSync(schema, 'utf8');
const uuid = 2950;
/** What GraphQL does not show. */
const unseen: ReadonlySet<string> = new Set(['AccountingPeriod']);

describe('a row that breaks a law', () => {
  it('is told with ids of the kind that every edge gives, whichever law it is', async () => {
    const database = await createTestDatabase();
    const client = new pg.Client({ connectionString: database.adminUrl });
    await client.connect();
    const wrong: string[] = [];
    let ids = 0;
    for (const { name, of, sql } of invariants) {
      const { fields } = await client.query(sql);
      const columns = fields.filter(({ dataTypeID }) => dataTypeID === uuid);
      const row = Object.fromEntries(columns.map((column) => [column.name, newId()]));
      const kinds = fields.some((field) => field.name === 'obligation_kind');
      const told = toldRow({ ...row, ...(kinds ? { obligation_kind: 'expense' } : {}) }, of);
      for (const [column, plain] of Object.entries(row)) {
        ids += 1;
        const id = String(told[column]);
        const type = id === plain ? 'nothing' : readGlobalId(id, 'inside').type;
        const isShown = unseen.has(type) || sdl.includes(`\ntype ${type} `);
        if (!isShown || id !== toIdOf(type, plain, 'inside')) wrong.push(`${name} ${column}`);
      }
    }
    await client.end();
    await database.drop();
    expect(wrong).toEqual([]);
    expect(ids).toBeGreaterThan(60);
  });
});
