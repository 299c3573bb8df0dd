import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { beginText, hearOpening, readClock, rollback, sendTogether } from './brackets.js';
import { giveBack } from './database.js';
import { tell } from './driver/ask.js';
import type { Connection } from './database.js';
import { isAbortedTransaction, isConnectionLost } from './database-errors.js';
import type { Presumptions } from './presumptions.js';
import { Tx } from './tx.js';

/** How long others may still join. A busy actor starts over with a fresh transaction then. */
const joinableMs = 100;

/** How long connections whose read is over wait for the next one, and how many do. */
const lingerMs = 3;
const mostLingering = 2;

interface OpenRead {
  readonly connection: Promise<Connection>;
  /** Whether the message was answered that opens it. */
  readonly opened: Promise<boolean>;
  /** Whether its connection is that of a read before. */
  readonly isTakenOver: boolean;
  readonly joinableUntil: number;
  readers: number;
  hasEnded: boolean;
  hasFailed: boolean;
}

/**
 * Read-only transactions that overlapping reads of one actor share: the fields of one GraphQL
 * operation ask over one connection, in one pair of brackets, without waiting for each other. The
 * actor is the very object that was made for the request, so nobody reads in another's. The last
 * reader to finish ends the transaction, in the same turn of the event loop unless another one came
 * in the meantime, so that none is joined once its readers are gone.
 *
 * Where requests follow each other closely, the rollback of one read rides with the opening of the
 * next, in one message on one connection, which saves a way there and back. For that a connection
 * waits a few milliseconds, unless somebody else waits for one.
 */
export class SharedReads {
  readonly #open = new Map<Actor, OpenRead>();
  readonly #lingering: Connection[] = [];
  #isGivingBackLater = false;

  constructor(
    private readonly connect: () => Promise<Connection>,
    private readonly isAnyoneWaiting: () => boolean,
    private readonly clock: Clock,
    private readonly presumptions: Presumptions,
  ) {}

  /** Gives back what waits for another read. */
  giveBackLingering(): void {
    for (const connection of this.#lingering.splice(0)) void handOver(connection);
  }

  async run<T>(actor: Actor, body: (tx: Tx) => Promise<T>): Promise<T> {
    const read = this.#join(actor);
    try {
      return await this.#read(actor, read, body);
    } catch (error) {
      read.hasFailed = true;
      this.#close(actor, read);
      // Another reader's statement failed and took this one along: it asks again, by itself. So it
      // does where nothing was read because the connection was lost while it waited for this read.
      const wasLost = read.isTakenOver && isConnectionLost(error) && !(await read.opened);
      if (!wasLost && !isAbortedTransaction(error)) throw error;
    } finally {
      this.#leave(actor, read);
    }
    const own = this.#begin(actor, false);
    try {
      return await this.#read(actor, own, body);
    } catch (error) {
      own.hasFailed = true;
      throw error;
    } finally {
      this.#leave(actor, own);
    }
  }

  async #read<T>(actor: Actor, read: OpenRead, body: (tx: Tx) => Promise<T>): Promise<T> {
    const connection = await read.connection;
    if (this.clock.isUnsure) await readClock(connection.client, this.clock);
    sendTogether(connection.client);
    const tx = new Tx(connection, actor, this.clock.now(), true);
    try {
      return await body(tx);
    } finally {
      tx.end();
    }
  }

  #join(actor: Actor): OpenRead {
    const known = this.#open.get(actor);
    if (known !== undefined && performance.now() < known.joinableUntil) {
      known.readers += 1;
      return known;
    }
    const read = this.#begin(actor);
    this.#open.set(actor, read);
    return read;
  }

  #begin(actor: Actor, mayTakeOver = true): OpenRead {
    const { sent, isTakenOver } = this.presumptions.ask(actor, (holds) => {
      const begin = beginText(actor, 'read only', { holds });
      const lingering = mayTakeOver ? (this.#lingering.pop() ?? null) : null;
      const opening =
        lingering === null
          ? this.connect().then((fresh) => this.#send(fresh, begin, 1))
          : Promise.resolve(this.#send(lingering, `rollback; ${begin}`, 2));
      const isAffirmed = opening.then((one) => one.isAffirmed);
      return { sent: opening, isTakenOver: lingering !== null, isAffirmed };
    });
    const joinableUntil = performance.now() + joinableMs;
    return {
      connection: sent.then(({ connection }) => connection),
      opened: sent.then(
        ({ opened }) => opened,
        () => false,
      ),
      isTakenOver,
      joinableUntil,
      readers: 1,
      hasEnded: false,
      hasFailed: false,
    };
  }

  /** Goes ahead of the first statement; were it refused, there would be nothing to see. */
  #send(connection: Connection, opening: string, nth: number) {
    const { client } = connection;
    sendTogether(client);
    const isAffirmed = hearOpening(tell(client, opening), this.clock.ask(), nth);
    const opened = isAffirmed.then(
      () => true,
      () => false,
    );
    return { connection, opened, isAffirmed };
  }

  /** Nobody joins any more. */
  #close(actor: Actor, read: OpenRead): void {
    if (this.#open.get(actor) === read) this.#open.delete(actor);
  }

  #leave(actor: Actor, read: OpenRead): void {
    read.readers -= 1;
    if (read.readers > 0) return;
    setImmediate(() => {
      if (read.readers > 0 || read.hasEnded) return;
      read.hasEnded = true;
      this.#close(actor, read);
      void this.#end(read);
    });
  }

  async #end({ connection, hasFailed }: OpenRead): Promise<void> {
    const held = await connection.catch(() => null);
    if (held === null) return;
    if (hasFailed) {
      await giveBack(held, await rollback(held.client));
      return;
    }
    if (this.#lingering.length >= mostLingering || this.isAnyoneWaiting()) {
      await handOver(held);
      return;
    }
    this.#lingering.push(held);
    if (this.#isGivingBackLater) return;
    this.#isGivingBackLater = true;
    setTimeout(() => {
      this.#isGivingBackLater = false;
      this.giveBackLingering();
    }, lingerMs);
  }
}

/**
 * Gives the connection back while its rollback is on the way: what the next one asks first rides in
 * the same packet and is answered after it. There is nothing to lose in a read, and a connection
 * that is lost fails whoever asks next, as it would have in the pool.
 */
async function handOver(connection: Connection): Promise<void> {
  sendTogether(connection.client);
  void rollback(connection.client);
  await giveBack(connection);
}
