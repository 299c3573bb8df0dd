import type { Writable } from 'node:stream';
import pg from 'pg';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { QueryRunner } from 'typeorm';
import { Outage } from '../kernel/outage.js';
import { mappedClasses } from './mapping.js';
import { ask } from './driver/ask.js';
import { typeParsers } from './driver/types.js';
import type { Statement } from './statement.js';
import { TenantGuard } from './tenant-guard.js';

export interface DatabaseOptions {
  /** Connection string of the application's role, which row-level security binds. */
  readonly url: string;
  readonly poolSize: number;
  readonly applicationName: string;
  readonly statementTimeoutMs: number;
  /** How long a request waits for a free connection before it is answered "unavailable". */
  readonly acquireTimeoutMs: number;
  /** How much longer than a statement may take its answer is waited for: a server may be gone. */
  readonly answerLateMs: number;
}

/** A connection of the pool for the time of one transaction, and TypeORM's hold on it. */
export interface Connection {
  readonly client: pg.PoolClient;
  readonly runner: QueryRunner;
}

const defaults = {
  poolSize: 10,
  applicationName: 'rochdale',
  statementTimeoutMs: 30_000,
  acquireTimeoutMs: 5_000,
  answerLateMs: 10_000,
};

function dataSourceOf(options: DatabaseOptions, outage: Outage): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    poolSize: options.poolSize,
    applicationName: options.applicationName,
    connectTimeoutMS: options.acquireTimeoutMs,
    entities: mappedClasses(),
    subscribers: [TenantGuard],
    installExtensions: false,
    logging: false,
    // A server restart breaks idle connections; the pool replaces them, the process must not die.
    poolErrorHandler: (error: unknown) => outage.failed(error),
    extra: {
      idleTimeoutMillis: 30_000,
      statement_timeout: options.statementTimeoutMs,
      query_timeout: options.statementTimeoutMs + options.answerLateMs,
      idle_in_transaction_session_timeout: 60_000,
      options: '-c timezone=UTC',
      types: typeParsers,
      // What does not wait for an answer is sent at once: a commit rides with the last writes.
      pipeline: true,
    },
  });
}

/**
 * The pool of connections, as the application's role. TypeORM's `DataSource` owns it, so that
 * repositories and prepared statements run on one connection; only the unit of work takes from it.
 */
export class Database {
  private constructor(
    readonly dataSource: DataSource,
    readonly options: DatabaseOptions,
    private readonly outage: Outage,
  ) {}

  /** Connects, and reads the mappings of every room that is loaded by now. */
  static async open(
    given: Pick<DatabaseOptions, 'url'> & Partial<DatabaseOptions>,
    log?: Logger,
  ): Promise<Database> {
    const options = { ...defaults, ...given };
    const outage = new Outage(log, {
      begins: 'the database cannot be reached',
      ends: 'the database can be reached again',
    });
    const dataSource = dataSourceOf(options, outage);
    await dataSource.initialize();
    const database = new Database(dataSource, options, outage);
    surviveLosses(database.pool, outage);
    return database;
  }

  get pool(): pg.Pool {
    return (this.dataSource.driver as unknown as { readonly master: pg.Pool }).master;
  }

  /** Takes a connection from the pool. The caller gives it back by `giveBack`. */
  async connect(): Promise<Connection> {
    const runner = this.dataSource.createQueryRunner();
    const client = await this.#taken(runner);
    // The unit of work opens the transaction, in one message with the tenant; TypeORM has to know,
    // or it refuses to lock rows and opens one of its own.
    Object.assign(runner, { isTransactionActive: true });
    return { client, runner };
  }

  async #taken(runner: QueryRunner): Promise<pg.PoolClient> {
    try {
      const client = (await runner.connect()) as pg.PoolClient;
      this.outage.worked();
      return client;
    } catch (error) {
      this.outage.failed(error);
      throw error;
    }
  }

  /** A connection of its own, outside the pool, for LISTEN. The caller ends it. */
  async dedicatedClient(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.options.url,
      application_name: `${this.options.applicationName} listen`,
      types: typeParsers,
      keepAlive: true,
      connectionTimeoutMillis: this.options.acquireTimeoutMs,
    });
    await client.connect();
    return client;
  }

  /**
   * Asks one prepared statement outside of any transaction: what crosses tenants by design, before
   * it is known who asks.
   *
   * @throws Error whatever stands in the way
   */
  async rows<R extends object>(statement: Statement, values: readonly unknown[]): Promise<R[]> {
    const client = await this.pool.connect();
    try {
      const { rows } = await ask<R & pg.QueryResultRow>(client, statement, values);
      client.release();
      return rows;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /**
   * Reads a row of the books as the service's role, as every request does: a server that answers is
   * not enough where the tables or the rights to them are missing.
   *
   * @throws Error whatever stands in the way
   */
  async readOne(): Promise<void> {
    await this.pool.query('select id from platform.jobs limit 1');
    this.outage.worked();
  }

  /** Waits for work that is under way; `DataSource.destroy` would cut it off. */
  async close(): Promise<void> {
    await this.pool.end();
  }
}

/**
 * The pool listens to idle clients only. One that is lost between two statements must not end the
 * process either: its next statement fails, which is enough. Heard when it is first taken, not when
 * it is made: the first client is older than this listener.
 */
function surviveLosses(pool: pg.Pool, outage: Outage): void {
  const heard = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => {
    if (heard.has(client)) return;
    heard.add(client);
    client.on('error', (error) => outage.failed(error));
    sendAsOne((client as unknown as { connection: { stream: Writable } }).connection.stream);
  });
}

/**
 * What was held back goes to the system as one piece. The driver makes four or five of each
 * statement, and handing over many small ones costs more than putting a few hundred bytes together.
 */
function sendAsOne(stream: Writable): void {
  stream._writev = (pieces, done) => {
    const all = pieces.map(({ chunk }) => chunk as Buffer);
    stream._write(Buffer.concat(all), 'buffer' as BufferEncoding, done);
  };
}

/** Returns a connection to the pool, or throws it away when it is broken. */
export async function giveBack({ client, runner }: Connection, broken?: Error): Promise<void> {
  // A client that is ending is removed by the pool when it comes back.
  if (broken !== undefined) void client.end().catch(() => undefined);
  await runner.release();
}
