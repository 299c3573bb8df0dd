import { EventEmitter, on } from 'node:events';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { Database, LOG, Outage } from '@rochdale/platform';
import type { Actor, FactNotice, Log } from '@rochdale/platform';

const channel = 'rochdale_facts';
const againAfterMs = 1_000;
/** A connection that is gone without a word is noticed by asking. */
const askEveryMs = 15_000;
const answerWithinMs = 5_000;

/**
 * What happens, as it happens: the relay's notices, for subscriptions. One connection listens for
 * the whole process, from the first subscriber on, and is made anew whenever it is lost. A notice
 * is a hint to look again; who missed one while the connection was down sees all at the next.
 */
@Injectable()
export class FactFeed implements OnApplicationShutdown {
  readonly #notices = new EventEmitter().setMaxListeners(0);
  readonly #stopped = new AbortController();
  readonly #outage: Outage;
  #client: pg.Client | null = null;
  #listening: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    @Inject(LOG) log: Log,
  ) {
    this.#outage = new Outage(
      log,
      { begins: 'the feed of facts lost its connection', ends: 'the feed of facts is back' },
      0,
    );
  }

  /**
   * The notices of these types in the actor's co-operative, without the private ones unless they
   * are asked for. Whoever asks has asked for permission; what a notice points to is fetched with
   * the actor's own rights.
   */
  async *notices(
    actor: Actor,
    types: readonly string[],
    { alsoPrivate = false } = {},
  ): AsyncGenerator<FactNotice> {
    // Where there is no connection now there will be one soon: the subscription waits for it.
    await (this.#listening ??= this.#listen());
    const wanted = new Set(types);
    const { signal } = this.#stopped;
    try {
      for await (const [notice] of on(this.#notices, 'notice', { signal })) {
        const { type, cooperativeId, visibility } = notice as FactNotice;
        const isTold = alsoPrivate || visibility !== 'private';
        const isTheirs = cooperativeId === actor.cooperativeId && isTold;
        if (isTheirs && wanted.has(type)) yield notice as FactNotice;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped.abort();
    clearTimeout(this.#timer);
    await this.#listening;
    await this.#client?.end().catch(() => undefined);
  }

  /** Never throws: what cannot be done now is tried again, until the process ends. */
  async #listen(): Promise<void> {
    let client: pg.Client | null = null;
    try {
      client = await this.database.dedicatedClient();
      await this.#follow(client);
      this.#client = client;
      if (this.#stopped.signal.aborted) return await client.end();
      this.#outage.worked();
      this.#askLater(client);
    } catch (error) {
      this.#lost(client, error);
    }
  }

  async #follow(client: pg.Client): Promise<void> {
    client.on('notification', ({ payload }) => {
      this.#notices.emit('notice', JSON.parse(payload ?? '{}'));
    });
    client.on('error', (error) => {
      if (this.#client === client) this.#lost(client, error);
    });
    await client.query(`listen ${channel}`);
  }

  #askLater(client: pg.Client): void {
    this.#later(askEveryMs, async () => {
      try {
        await client.query({ text: 'select 1', query_timeout: answerWithinMs } as pg.QueryConfig);
        this.#askLater(client);
      } catch (error) {
        if (this.#client === client) this.#lost(client, error);
      }
    });
  }

  #lost(client: pg.Client | null, error: unknown): void {
    this.#client = null;
    client?.removeAllListeners('notification');
    client?.end().catch(() => undefined);
    if (this.#stopped.signal.aborted) return;
    this.#outage.failed(error);
    this.#later(againAfterMs, () => this.#listen());
  }

  /** One thing at a time is waited for: the next question, or the next try. */
  #later(afterMs: number, what: () => Promise<void>): void {
    clearTimeout(this.#timer);
    if (this.#stopped.signal.aborted) return;
    this.#timer = setTimeout(() => void what(), afterMs).unref();
  }
}
