import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { beginText, hearOpening, readClock, rollback, sendTogether } from './brackets.js';
import { giveBack } from './database.js';
import type { Connection } from './database.js';
import { isAbortedTransaction } from './database-errors.js';
import { Tx } from './tx.js';

/** How long others may still join. A busy actor starts over with a fresh transaction then. */
const joinableMs = 100;

interface OpenRead {
  readonly connection: Promise<Connection>;
  readonly joinableUntil: number;
  readers: number;
  hasEnded: boolean;
}

/**
 * Read-only transactions that overlapping reads of one actor share: the fields of one GraphQL
 * operation ask over one connection, in one pair of brackets, without waiting for each other. The
 * actor is the very object that was made for the request, so nobody reads in another's. The last
 * reader to finish ends the transaction, in the same turn of the event loop unless another one came
 * in the meantime, so that none outlives its readers.
 */
export class SharedReads {
  readonly #open = new Map<Actor, OpenRead>();

  constructor(
    private readonly connect: () => Promise<Connection>,
    private readonly clock: Clock,
  ) {}

  async run<T>(actor: Actor, body: (tx: Tx) => Promise<T>): Promise<T> {
    const read = this.#join(actor);
    try {
      return await this.#read(actor, read, body);
    } catch (error) {
      this.#close(actor, read);
      // Another reader's statement failed and took this one along: it asks again, by itself.
      if (!isAbortedTransaction(error)) throw error;
    } finally {
      this.#leave(actor, read);
    }
    const own = this.#begin(actor);
    try {
      return await this.#read(actor, own, body);
    } finally {
      this.#leave(actor, own);
    }
  }

  async #read<T>(actor: Actor, read: OpenRead, body: (tx: Tx) => Promise<T>): Promise<T> {
    const connection = await read.connection;
    if (this.clock.isUnsure) await readClock(connection.client, this.clock);
    sendTogether(connection.client);
    return body(new Tx(connection, actor, this.clock.now(), true));
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

  #begin(actor: Actor): OpenRead {
    const text = beginText(actor, 'read only');
    const connection = this.connect().then((connected) => {
      sendTogether(connected.client);
      // Goes ahead of the first statement; were it refused, there would be nothing to see.
      hearOpening(connected.client.query(text), this.clock.ask()).catch(() => undefined);
      return connected;
    });
    const joinableUntil = performance.now() + joinableMs;
    return { connection, joinableUntil, readers: 1, hasEnded: false };
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
      void end(read);
    });
  }
}

/** Gives the connection back. Nobody waits for it: there is nothing to lose in a read. */
async function end(read: OpenRead): Promise<void> {
  const connection = await read.connection.catch(() => null);
  if (connection === null) return;
  await giveBack(connection, await rollback(connection.client));
}
