import type { Writable } from 'node:stream';
import type pg from 'pg';
import type { Actor } from '../kernel/actor.js';
import { assert } from '../kernel/assert.js';
import { isId } from '../kernel/id.js';

/** Opens a transaction and tells Postgres the tenant, in one message. */
export function beginText(actor: Actor, mode: 'read only' | 'read write'): string {
  const { cooperativeId } = actor;
  assert(cooperativeId === null || isId(cooperativeId), 'the tenant is an id');
  const tenant = `select set_config('rochdale.cooperative_id', '${cooperativeId ?? ''}', true)`;
  return `begin ${mode}; ${tenant}`;
}

/**
 * Holds back what is sent on a connection until this turn of the event loop is over, so that
 * statements which do not wait for each other leave in one packet and wake the server once.
 */
export function sendTogether(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
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
