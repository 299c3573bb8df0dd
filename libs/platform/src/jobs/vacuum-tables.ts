import pg from 'pg';
import { z } from 'zod';
import { defineJob, defineSchedule } from '../catalogue/job.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { permit } from '../kernel/permissions.js';

/** Has the server forget what was erased: every night, after what passed its term was dropped. */
export const VacuumTablesJob = defineJob({
  name: 'platform.vacuum-tables',
  payload: z.object({ slot: z.string().optional() }),
  attempts: 3,
  concurrency: 1,
  timeoutMs: 3 * 3_600_000,
});

defineSchedule({ job: VacuumTablesJob, dailyAt: '05:30', perCooperative: false });

// By the machine's clock: it is about what the server did. A year told in a minute has one night,
// its last: what is known of tables of one day would mislead whoever plans by it for a year.
const due = `select quote_ident(schemaname) || '.' || quote_ident(relname) as name
  from pg_stat_user_tables
  where schemaname || '.' || relname = any($1::text[])
    and (last_vacuum is null or last_vacuum < clock_timestamp() - interval '6 hours')
    and $2::timestamptz > clock_timestamp() - interval '6 hours'
  order by 1`;

// What is analyzed without a row keeps what was known of the rows before. Older servers have no way
// to say it to, but for a superuser.
// By the columns: behind walls between co-operatives an owner is not shown what is known of them.
const clearStatistics = `select pg_clear_attribute_stats(n.nspname, c.relname, a.attname, false)
  from pg_attribute a join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
  where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped`;
const clearsSince = 180_000;

/** What it waits for a table that a migration holds, before it leaves it to the next attempt. */
const waitsMs = 30_000;
/** The longest that one table takes: the night has others. */
const clearsMs = 3_600_000;

/**
 * Rows that were erased stay in their table until the server clears them away, and examples of
 * their words in what it knows of each column, to plan by. A small table is reached by its own
 * clearing after months. Afterwards no statement reaches them; their bytes may stay in the table's
 * file until other rows are written over them. This one takes nobody's way: reads and writes go on
 * beside it, since no pages are cut off.
 */
export class VacuumTables {
  /**
   * @param ownerUrl who alone may clear tables; the service's own role has no right to
   * @param tables that hold persons, by the catalogue
   */
  constructor(
    private readonly ownerUrl: string,
    private readonly tables: readonly string[],
    private readonly clock: Clock,
    private readonly lockTimeoutMs = waitsMs,
  ) {}

  /**
   * Those not cleared for six hours. One that is held by something else is in nobody's way: the
   * others are cleared, and it is tried again.
   *
   * @throws CodedError FORBIDDEN; Error of the server, the first
   */
  async execute(actor: Actor): Promise<void> {
    permit(actor, 'table.vacuum');
    const client = new pg.Client({
      connectionString: this.ownerUrl,
      application_name: 'rochdale vacuum',
      lock_timeout: this.lockTimeoutMs,
      statement_timeout: clearsMs,
    });
    // A lost connection is said by the statement that it was lost in.
    client.on('error', () => undefined);
    await client.connect();
    try {
      const { rows } = await client.query<{ name: string }>(due, [this.tables, this.clock.now()]);
      const held: unknown[] = [];
      for (const { name } of rows) {
        const error = await heldWhile(() => vacuum(client, name));
        if (error !== null) held.push(error);
      }
      if (held.length > 0) throw held[0];
    } finally {
      await client.end();
    }
  }
}

/** `lock_not_available`, `query_canceled`: of this table, and not of the others. */
const ofOneTable: ReadonlySet<unknown> = new Set(['55P03', '57014']);

/** What kept it from being done, where that is about this table alone; null when it was done. */
async function heldWhile(work: () => Promise<void>): Promise<unknown> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof pg.DatabaseError && ofOneTable.has(error.code)) return error;
    throw error;
  }
}

async function vacuum(client: pg.Client, name: string): Promise<void> {
  await client.query(`vacuum (analyze, truncate false) ${name}`);
  const { rows: found } = await client.query(`select from ${name} limit 1`);
  if (found.length > 0) return;
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  );
  if ((rows[0]?.version ?? 0) >= clearsSince) await client.query(clearStatistics, [name]);
}
