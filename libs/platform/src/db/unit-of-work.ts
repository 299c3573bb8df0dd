import type pg from 'pg';
import { appendFacts } from '../events/event-log.store.js';
import type { Wake } from '../jobs/job.js';
import { insertJobs } from '../jobs/job.store.js';
import type { Actor } from '../kernel/actor.js';
import { assert } from '../kernel/assert.js';
import { Clock } from '../kernel/clock.js';
import { CodedError, platformErrors } from '../kernel/errors.js';
import { isId } from '../kernel/id.js';
import { Database } from './database.js';
import { codedDatabaseError, isSerializationFailure } from './database-errors.js';
import { Tx } from './tx.js';

/** What happens right after a commit that asked for jobs. Lost calls are found by the sweep. */
export type AfterCommit = (due: readonly Wake[]) => void;

const maxAttempts = 3;

function beginText(actor: Actor, readOnly: boolean): string {
  const { cooperativeId } = actor;
  assert(cooperativeId === null || isId(cooperativeId), 'the tenant is an id');
  const mode = readOnly ? 'begin read only' : 'begin';
  return `${mode}; select set_config('rochdale.cooperative_id', '${cooperativeId ?? ''}', true)`;
}

/**
 * The one way to a transaction. It carries the tenant to Postgres, so that row-level security is
 * the last wall between co-operatives, and writes facts and jobs together with the change.
 */
export class UnitOfWork {
  #afterCommit: AfterCommit = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Called after every commit that made jobs that are due. */
  onCommit(afterCommit: AfterCommit): void {
    this.#afterCommit = afterCommit;
  }

  /**
   * Runs the whole body in one transaction, and again in a fresh one when Postgres says that two
   * transactions stood in each other's way (40001, 40P01), at most three times.
   *
   * @throws CodedError what the body throws, or UNAVAILABLE when there is no connection
   */
  async run<T>(actor: Actor, body: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(actor, body, false);
      } catch (error) {
        if (!isSerializationFailure(error)) throw error;
        if (attempt === maxAttempts) {
          throw platformErrors.error('CONFLICT', 'Too many changed this at once. Try again.', {
            cause: error,
          });
        }
      }
    }
  }

  /** A read-only transaction: one consistent view of one co-operative per statement. */
  async read<T>(actor: Actor, body: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#once(actor, body, true);
  }

  async #once<T>(actor: Actor, body: (tx: Tx) => Promise<T>, readOnly: boolean): Promise<T> {
    const client = await this.#connect();
    let broken: Error | undefined;
    try {
      await client.query(beginText(actor, readOnly));
      const tx = new Tx(client, actor, this.clock.now(), readOnly);
      const result = await body(tx);
      const due = await insertJobs(tx, tx.jobs);
      await appendFacts(tx);
      await client.query('commit');
      if (due.length > 0) this.#afterCommit(due);
      return result;
    } catch (error) {
      broken = await rollback(client);
      throw codedDatabaseError(error) ?? error;
    } finally {
      client.release(broken);
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.database.pool.connect();
    } catch (error) {
      if (error instanceof CodedError) throw error;
      throw platformErrors.error('UNAVAILABLE', 'The books cannot be reached right now.', {
        cause: error,
      });
    }
  }
}

/** Rolls back; a connection that cannot even do that is thrown away. */
async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('rollback failed');
  }
}
