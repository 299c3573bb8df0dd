import type { Writable } from 'node:stream';
import type pg from 'pg';
import type { Actor } from '../kernel/actor.js';
import { assert } from '../kernel/assert.js';
import type { Clock } from '../kernel/clock.js';
import { isId } from '../kernel/id.js';

/**
 * Opens a transaction and tells Postgres the tenant, in one message, with what it is to ask before
 * anything else. The answer says what time it is there.
 */
export function beginText(
  actor: Actor,
  mode: 'read only' | 'read write',
  claim: string | null = null,
): string {
  const { cooperativeId } = actor;
  assert(cooperativeId === null || isId(cooperativeId), 'the tenant is an id');
  const tenant =
    `select set_config('rochdale.cooperative_id', '${cooperativeId ?? ''}', true), ` +
    'clock_timestamp() as at';
  return [`begin ${mode}`, tenant, ...(claim === null ? [] : [claim])].join('; ');
}

/** Takes in the time that an opening brought along: the `nth` answer to its message. */
export async function hearOpening(
  answers: Promise<unknown>,
  hear: (at: Date) => void,
  nth = 1,
): Promise<void> {
  const all = (await answers) as readonly pg.QueryResult<{ at: Date }>[];
  const at = all[nth]?.rows[0]?.at;
  if (at !== undefined) hear(at);
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
