import type { Writable } from 'node:stream';
import type pg from 'pg';
import type { Actor } from '../kernel/actor.js';
import { assert } from '../kernel/assert.js';
import type { Clock } from '../kernel/clock.js';
import { isId } from '../kernel/id.js';

/**
 * Opens a transaction and tells Postgres the tenant, in one message. The answer says what time it
 * is there.
 *
 * @param first what is asked besides: a select before anything else, or a condition whose answer
 *   comes with the time
 */
export function beginText(
  actor: Actor,
  mode: 'read only' | 'read write',
  first: { readonly claim?: string | null; readonly holds?: string | null } = {},
): string {
  const { cooperativeId } = actor;
  const { claim = null, holds = null } = first;
  assert(cooperativeId === null || isId(cooperativeId), 'the tenant is an id');
  const tenant =
    `select set_config('rochdale.cooperative_id', '${cooperativeId ?? ''}', true), ` +
    `clock_timestamp() as at${holds === null ? '' : `, ${holds} as holds`}`;
  return `begin ${mode}; ${tenant}${claim === null ? '' : `; ${claim}`}`;
}

/**
 * Takes in what an opening brought along, the `nth` answer to its message: the time, and whether
 * what it was to ask holds.
 */
export async function hearOpening(
  answers: Promise<readonly pg.QueryResult[]>,
  hear: (at: Date) => void,
  nth = 1,
): Promise<boolean> {
  const row = (await answers)[nth]?.rows[0] as { at: Date; holds?: boolean } | undefined;
  if (row !== undefined) hear(row.at);
  return row?.holds === true;
}

/** Reads the database's clock into one that is not sure: the one time that a time is asked for. */
export async function readClock<Read extends Clock>(
  client: Pick<pg.Pool, 'query'>,
  clock: Read,
): Promise<Read> {
  const hear = clock.ask();
  const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at');
  const [row] = rows;
  assert(row !== undefined, 'the database has a clock');
  hear(row.at);
  return clock;
}

/**
 * Holds back what is sent on a connection until this turn of the event loop is over, so that
 * statements which do not wait for each other leave in one packet and wake the server once.
 */
export function sendTogether(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  setImmediate(() => stream.uncork());
}

/** Rolls back. A connection that cannot even do that is to be thrown away: its error. */
export async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('rollback failed');
  }
}
