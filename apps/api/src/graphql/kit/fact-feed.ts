import { EventEmitter, on } from 'node:events';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { Database, LOG } from '@rochdale/platform';
import type { Actor, FactNotice, Log } from '@rochdale/platform';

const channel = 'rochdale_facts';
const reconnectAfterMs = 1_000;

/**
 * What happens, as it happens: the relay's notices, for subscriptions. One connection listens for
 * the whole process, from the first subscriber on. A notice is a hint to look again; who missed one
 * while the connection was down sees everything at the next.
 */
@Injectable()
export class FactFeed implements OnApplicationShutdown {
  readonly #notices = new EventEmitter().setMaxListeners(0);
  readonly #stopped = new AbortController();
  #client: Promise<pg.Client> | null = null;

  constructor(
    private readonly database: Database,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * The notices of these types in the actor's co-operative, without the private ones. Whoever asks
   * has asked for permission; what a notice points to is fetched with the actor's own rights.
   */
  async *notices(actor: Actor, types: readonly string[]): AsyncGenerator<FactNotice> {
    this.#client ??= this.#listen();
    await this.#client;
    const wanted = new Set(types);
    const { signal } = this.#stopped;
    try {
      for await (const [notice] of on(this.#notices, 'notice', { signal })) {
        const { type, cooperativeId, visibility } = notice as FactNotice;
        const isTheirs = cooperativeId === actor.cooperativeId && visibility !== 'private';
        if (isTheirs && wanted.has(type)) yield notice as FactNotice;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped.abort();
    const client = await this.#client?.catch(() => null);
    await client?.end();
  }

  async #listen(): Promise<pg.Client> {
    const client = await this.database.dedicatedClient();
    client.on('notification', ({ payload }) => {
      this.#notices.emit('notice', JSON.parse(payload ?? '{}'));
    });
    client.on('error', (error) => this.#again(error));
    await client.query(`listen ${channel}`);
    return client;
  }

  #again(error: unknown): void {
    if (this.#stopped.signal.aborted) return;
    this.log.warn({ err: error }, 'the feed of facts lost its connection');
    setTimeout(() => void this.#reconnect(), reconnectAfterMs).unref();
  }

  async #reconnect(): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    try {
      this.#client = this.#listen();
      await this.#client;
    } catch (error) {
      this.#again(error);
    }
  }
}
