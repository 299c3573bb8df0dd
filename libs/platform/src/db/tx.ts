import type pg from 'pg';
import type { Repository } from 'typeorm';
import type { Actor } from '../kernel/actor.js';
import { assert } from '../kernel/assert.js';
import { dayOf } from '../kernel/day.js';
import type { Day } from '../kernel/day.js';
import { platformErrors } from '../kernel/errors.js';
import type { Fact } from '../catalogue/fact.js';
import type { JobDefinition, JobOptions, JobRequest } from '../catalogue/job.js';
import { sendTogether } from './brackets.js';
import type { Connection } from './database.js';
import { ask } from './driver/ask.js';
import type { EntityClass } from './mapping.js';
import type { Statement } from './statement.js';
import { sql } from './statement.js';

declare const branded: unique symbol;

export type Row = Readonly<Record<string, unknown>>;
export type Parameter =
  | string
  | number
  | bigint
  | boolean
  | Date
  | null
  | Uint8Array
  | readonly (string | number | bigint | boolean | Date | null)[];

const findTimeZone = sql('platform.find-time-zone', `select platform.time_zone($1) as "timeZone"`);

/**
 * One open transaction of one actor in one co-operative. Always the first parameter, never ambient;
 * only the unit of work makes one.
 */
export class Tx {
  declare readonly [branded]: true;
  readonly facts: Fact[] = [];
  readonly jobs: JobRequest[] = [];
  #timeZone: Promise<string> | undefined;
  #isOver = false;

  constructor(
    private readonly connection: Connection,
    readonly actor: Actor,
    /**
     * The clock's time when the unit of work began: the business time of all that happens in it.
     */
    readonly now: Date,
    readonly readOnly: boolean,
  ) {}

  /**
   * Nothing more is asked by it: its connection may carry another tenant's transaction by now, and
   * what a body left behind when a part of it failed would ride on that.
   */
  end(): void {
    this.#isOver = true;
  }

  get #open(): Connection {
    assert(!this.#isOver, 'a transaction that is over asks nothing');
    return this.connection;
  }

  /** The tenant. @throws CodedError COOPERATIVE_REQUIRED when the actor is in none */
  get cooperativeId(): string {
    if (this.actor.cooperativeId === null) {
      throw platformErrors.error('COOPERATIVE_REQUIRED', 'Say which co-operative this is about.');
    }
    return this.actor.cooperativeId;
  }

  /**
   * Whose clocks the co-operative's days go by, as an IANA name; UTC outside of one. Asked once.
   */
  timeZone(): Promise<string> {
    this.#timeZone ??= this.#findTimeZone();
    return this.#timeZone;
  }

  /** The co-operative's day at `now`: what a use case means by today. */
  async today(): Promise<Day> {
    return dayOf(this.now, await this.timeZone());
  }

  async #findTimeZone(): Promise<string> {
    if (this.actor.cooperativeId === null) return 'UTC';
    const params = [this.actor.cooperativeId];
    return (await this.one<{ timeZone: string | null }>(findTimeZone, params)).timeZone ?? 'UTC';
  }

  async rows<R extends object = Row>(
    statement: Statement,
    params: readonly Parameter[] = [],
  ): Promise<R[]> {
    // What a page asks in one turn, in whatever fields, leaves in one packet.
    const { client } = this.#open;
    if (this.readOnly) sendTogether(client);
    return (await ask<R & pg.QueryResultRow>(client, statement, params)).rows;
  }

  /** The one row, or null. Asserts that there are not two. */
  async maybeOne<R extends object = Row>(
    statement: Statement,
    params: readonly Parameter[] = [],
  ): Promise<R | null> {
    const rows = await this.rows<R>(statement, params);
    assert(rows.length <= 1, `${statement.name} finds at most one row`);
    return rows[0] ?? null;
  }

  /** The one row. Asserts that it is there. */
  async one<R extends object = Row>(
    statement: Statement,
    params: readonly Parameter[] = [],
  ): Promise<R> {
    const row = await this.maybeOne<R>(statement, params);
    assert(row !== null, `${statement.name} finds one row`);
    return row;
  }

  /** Runs a statement and says how many rows it changed. */
  async run(statement: Statement, params: readonly Parameter[] = []): Promise<number> {
    return (await ask(this.#open.client, statement, params)).rowCount ?? 0;
  }

  /**
   * Changes one row, by compare-and-set: the statement's condition says what it expects to find.
   *
   * @throws CodedError CONFLICT when the row is not, or no longer, what it was taken for
   */
  async change(statement: Statement, params: readonly Parameter[] = []): Promise<void> {
    if ((await this.run(statement, params)) === 1) return;
    throw platformErrors.error('CONFLICT', 'Somebody else changed this meanwhile. Look again.', {
      data: { statement: statement.name },
    });
  }

  /**
   * A repository on this transaction's own connection, for everyday stores. Each call names the
   * tenant: `{ cooperativeId: tx.cooperativeId, … }`. A call costs about five times the CPU of a
   * prepared statement, so what is asked on every request stays SQL.
   */
  repository<Entity extends object>(entity: EntityClass<Entity>): Repository<Entity> {
    return this.#open.runner.manager.getRepository(entity);
  }

  /** Notes what happened. Written to the event log with everything else, just before the commit. */
  announce(fact: Fact): void {
    assert(!this.readOnly, 'a reader announces nothing');
    this.facts.push(fact);
  }

  /** Asks for a job. It exists if, and only if, this transaction commits. */
  enqueue<Payload extends object>(
    job: JobDefinition<Payload>,
    payload: Payload,
    options: JobOptions = {},
  ): void {
    assert(!this.readOnly, 'a reader enqueues nothing');
    this.jobs.push({ name: job.name, payload: job.payload.parse(payload), ...options });
  }
}
