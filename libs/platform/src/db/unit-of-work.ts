import type pg from 'pg';
import { appendFacts, factRows } from './event-log.store.js';
import type { DueJob } from '../catalogue/job.js';
import { insertJobs, jobRows } from './job.store.js';
import type { Actor } from '../kernel/actor.js';
import { assert } from '../kernel/assert.js';
import { Clock } from '../kernel/clock.js';
import { CodedError, platformErrors } from '../kernel/errors.js';
import { beginText, hearOpening, readClock, rollback, sendTogether } from './brackets.js';
import { Database, giveBack } from './database.js';
import type { Connection } from './database.js';
import { tell } from './driver/ask.js';
import { codedDatabaseError, isSerializationFailure } from './database-errors.js';
import { Presumptions } from './presumptions.js';
import { SharedReads } from './shared-reads.js';
import { Tx } from './tx.js';

/**
 * What happens right after a commit that left work for a worker: jobs that are due, or facts to be
 * relayed. Lost calls are found by the sweep.
 */
export type AfterCommit = (due: readonly DueJob[]) => void;

/** What a commit left for a worker. */
interface LeftWork {
  readonly due: readonly DueJob[];
  readonly hasFacts: boolean;
}

/**
 * A statement that refuses an actor who is not any more what their request was let in as, and keeps
 * them so until the transaction ends; null for those of whom nothing can change.
 */
type ActorClaim = (actor: Actor, now: Date) => string | null;

const maxAttempts = 3;

/**
 * The one way to a transaction. It carries the tenant to Postgres, so that row-level security is
 * the last wall between co-operatives, and writes facts and jobs together with the change.
 */
export class UnitOfWork {
  #afterCommit: AfterCommit = () => undefined;
  #claim: ActorClaim = () => null;

  readonly #presumptions = new Presumptions();
  readonly #reads: SharedReads;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    const isAnyoneWaiting = (): boolean => database.pool.waitingCount > 0;
    this.#reads = new SharedReads(
      () => this.#connect(),
      isAnyoneWaiting,
      clock,
      this.#presumptions,
    );
  }

  /** Called after every commit that made jobs that are due, or announced facts. */
  onCommit(afterCommit: AfterCommit): void {
    this.#afterCommit = afterCommit;
  }

  /**
   * What is asked of Postgres about the actor in the very message that opens a transaction: rights
   * were looked at before it, and may have been taken away since.
   */
  claimBy(claim: ActorClaim): void {
    this.#claim = claim;
  }

  /**
   * Takes the actor for what the request was let in as, until the opening of the first transaction
   * has asked. Nothing that was read leaves the service before `isAsPresumed` was awaited, and
   * nothing that was written is kept before it was affirmed.
   *
   * @param question a condition in SQL, without parameters
   */
  presume(actor: Actor, question: string): void {
    this.#presumptions.add(actor, question);
  }

  /**
   * Whether the actor is what they were taken for. Where nothing was read, it is asked now; where
   * the database did not answer, they are not. Of whom nothing was presumed are.
   */
  async isAsPresumed(actor: Actor): Promise<boolean> {
    if (this.#presumptions.isToBeAsked(actor)) {
      await this.read(actor, () => Promise.resolve()).catch(() => undefined);
    }
    return this.#presumptions.isAffirmed(actor);
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
        return await this.#once(actor, body);
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

  /**
   * A read-only transaction: one consistent view of one co-operative per statement. Reads of the
   * same actor that overlap share one; see `SharedReads`.
   */
  async read<T>(actor: Actor, body: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await this.#reads.run(actor, body);
    } catch (error) {
      throw codedDatabaseError(error) ?? error;
    }
  }

  async #once<T>(actor: Actor, body: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.database.pool.idleCount === 0) this.#reads.giveBackLingering();
    const connection = await this.#connect();
    const { client } = connection;
    let broken: Error | undefined;
    let begun: Promise<unknown> = Promise.resolve();
    let tx: Tx | undefined;
    try {
      if (this.clock.isUnsure) await readClock(client, this.clock);
      const now = this.clock.now();
      begun = this.#begin(client, actor, now);
      // Without a tenant there is no wall behind a refusal, so the answer is waited for.
      if (actor.cooperativeId === null) await begun;
      tx = new Tx(connection, actor, now, false);
      const result = await body(tx);
      await this.#requireAsPresumed(actor);
      const { due, hasFacts } = await commit(client, tx, begun);
      if (due.length > 0 || hasFacts) this.#afterCommit(due);
      return result;
    } catch (error) {
      tx?.end();
      broken = await rollback(client);
      // Where the opening was refused, every statement behind it only said that it had been.
      const cause = (await refusalOf(begun)) ?? error;
      throw codedDatabaseError(cause) ?? cause;
    } finally {
      tx?.end();
      await giveBack(connection, broken);
    }
  }

  /**
   * The tenant goes ahead of the first statement without waiting for an answer. Were it refused,
   * row-level security would show and accept nothing, and the commit tells. So does it when the
   * actor is refused: Postgres carries out nothing behind that. What was presumed of the actor is
   * asked along.
   */
  #begin(client: pg.PoolClient, actor: Actor, now: Date): Promise<unknown> {
    return this.#presumptions.ask(actor, (holds) => {
      const text = beginText(actor, 'read write', { claim: this.#claim(actor, now), holds });
      sendTogether(client);
      const hear = this.clock.ask();
      const begun = tell(client, text);
      return { begun, isAffirmed: hearOpening(begun, hear) };
    }).begun;
  }

  /** Nothing is kept that was done as somebody who the actor is not any more. */
  async #requireAsPresumed(actor: Actor): Promise<void> {
    if (await this.#presumptions.isAffirmed(actor)) return;
    throw platformErrors.error('CONFLICT', 'Who asks changed meanwhile. Look again.');
  }

  async #connect(): Promise<Connection> {
    try {
      return await this.database.connect();
    } catch (error) {
      if (error instanceof CodedError) throw error;
      throw platformErrors.error('UNAVAILABLE', 'The books cannot be reached right now.', {
        cause: error,
      });
    }
  }
}

/** Why a message was refused; null when it was not. */
async function refusalOf(sent: Promise<unknown>): Promise<unknown> {
  return sent.then(
    () => null,
    (error: unknown) => error,
  );
}

/**
 * Jobs, facts and the commit, sent in one go: where one of them fails, the commit behind it only
 * rolls back. What could be wrong with them is found before anything is sent.
 */
async function commit(client: pg.PoolClient, tx: Tx, begun: Promise<unknown>): Promise<LeftWork> {
  const jobs = jobRows(tx.jobs);
  const facts = factRows(tx.facts);
  sendTogether(client);
  const [due, , ended] = await Promise.all([
    insertJobs(tx, jobs),
    appendFacts(tx, facts),
    client.query('commit'),
    begun,
  ]);
  assert(ended.command === 'COMMIT', 'a unit of work goes on after a failed statement');
  return { due, hasFacts: tx.facts.length > 0 };
}
