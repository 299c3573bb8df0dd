import pg from 'pg';
import type { Logger } from 'pino';
import { typeParsers } from './types.js';

export interface DatabaseOptions {
  /** Connection string of the application's role, which row-level security binds. */
  readonly url: string;
  readonly poolSize: number;
  readonly applicationName: string;
  readonly statementTimeoutMs: number;
  /** How long a request waits for a free connection before it is answered "unavailable". */
  readonly acquireTimeoutMs: number;
}

const defaults = {
  poolSize: 10,
  applicationName: 'rochdale',
  statementTimeoutMs: 30_000,
  acquireTimeoutMs: 5_000,
};

/** The pool of connections, as the application's role. Only the unit of work takes from it. */
export class Database {
  readonly pool: pg.Pool;
  readonly options: DatabaseOptions;

  constructor(options: Pick<DatabaseOptions, 'url'> & Partial<DatabaseOptions>, log?: Logger) {
    this.options = { ...defaults, ...options };
    this.pool = new pg.Pool({
      connectionString: this.options.url,
      max: this.options.poolSize,
      application_name: this.options.applicationName,
      connectionTimeoutMillis: this.options.acquireTimeoutMs,
      idleTimeoutMillis: 30_000,
      statement_timeout: this.options.statementTimeoutMs,
      idle_in_transaction_session_timeout: 60_000,
      options: '-c timezone=UTC',
      types: typeParsers,
      // What does not wait for an answer is sent at once: a commit rides with the last writes.
      pipeline: true,
    });
    // A server restart breaks idle connections; the pool replaces them, the process must not die.
    this.pool.on('error', (error) => log?.warn({ err: error }, 'an idle connection was lost'));
  }

  /** A connection of its own, outside the pool, for LISTEN. The caller ends it. */
  async dedicatedClient(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.options.url,
      application_name: `${this.options.applicationName} listen`,
      types: typeParsers,
    });
    await client.connect();
    return client;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
