import pg from 'pg';
import type { QueryResultRow } from 'pg';
import { Database, sealTextsWith, SettableClock, UnitOfWork } from '@rochdale/platform';
import { createTestDatabase } from './test-database.js';
import type { TestDatabase } from './test-database.js';

/** A migrated database with everything a use case is built from. */
export interface TestWorld {
  readonly database: TestDatabase;
  readonly pool: Database;
  readonly clock: SettableClock;
  readonly unitOfWork: UnitOfWork;
  /** Raw SQL as the owner: looking behind the curtain, and attacking. */
  readonly asOwner: <Row extends QueryResultRow>(
    text: string,
    values?: unknown[],
  ) => Promise<Row[]>;
  /** Raw SQL as the application's role, with the tenant set when one is given. */
  readonly asApplication: <Row extends QueryResultRow>(
    text: string,
    values?: unknown[],
    cooperativeId?: string,
  ) => Promise<Row[]>;
  readonly close: () => Promise<void>;
}

/** Opens a world of its own for a test file. Call `close` in `afterAll`. */
export async function createTestWorld(
  start = new Date('2026-01-01T09:00:00Z'),
): Promise<TestWorld> {
  sealTextsWith('a secret for tests only, long enough');
  const database = await createTestDatabase();
  const pool = await Database.open({ url: database.appUrl, applicationName: 'test' });
  const clock = new SettableClock(start);
  // Tests ask several things at once; in a pipeline they leave in order, one behind the other.
  const owner = new pg.Client({ connectionString: database.adminUrl, pipeline: true });
  await owner.connect();
  return {
    database,
    pool,
    clock,
    unitOfWork: new UnitOfWork(pool, clock),
    asOwner: async <Row extends QueryResultRow>(text: string, values: unknown[] = []) =>
      (await owner.query<Row>(text, values)).rows,
    asApplication: async <Row extends QueryResultRow>(
      text: string,
      values: unknown[] = [],
      cooperativeId = '',
    ) => {
      const client = await pool.pool.connect();
      try {
        await client.query('begin');
        await client.query(`select set_config('rochdale.cooperative_id', $1, true)`, [
          cooperativeId,
        ]);
        const { rows } = await client.query<Row>(text, values);
        await client.query('commit');
        return rows;
      } catch (error) {
        await client.query('rollback');
        throw error;
      } finally {
        client.release();
      }
    },
    close: async () => {
      await owner.end();
      await pool.close();
      await database.drop();
    },
  };
}
