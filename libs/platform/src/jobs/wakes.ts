import { setTimeout as delay } from 'node:timers/promises';
import type { Outage } from '../kernel/outage.js';

/** What is asked for in this time after a wake is one with the next. */
const betweenMs = 25;
const againMs = 1_000;

/**
 * Sends wakes, one at a time: the first at once, those that are asked for meanwhile as one. A wake
 * that could not be sent is sent when it can be, which is how the end of an outage is seen.
 */
export class Wakes {
  readonly #closing = new AbortController();
  #sending: Promise<void> | null = null;
  #isAsked = false;

  constructor(
    private readonly send: () => Promise<void>,
    private readonly outage: Outage,
  ) {}

  ask(): void {
    this.#isAsked = true;
    if (this.#closing.signal.aborted) return;
    this.#sending ??= this.#sendWhileAsked().finally(() => {
      this.#sending = null;
    });
  }

  /** A connection was lost, of sending or of hearing: wakes are sent until it is back. */
  failed(error: unknown): void {
    if (this.#closing.signal.aborted) return;
    this.outage.failed(error);
    this.ask();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    // What is being sent to something that is away may never end.
    await Promise.race([this.#sending, delay(againMs, undefined, { ref: false })]);
  }

  async #sendWhileAsked(): Promise<void> {
    const { signal } = this.#closing;
    while ((this.#isAsked || this.outage.isOn) && !signal.aborted) {
      this.#isAsked = false;
      let pauseMs = betweenMs;
      try {
        await this.send();
        this.outage.worked();
      } catch (error) {
        if (!signal.aborted) this.outage.failed(error);
      }
      if (this.outage.isOn) pauseMs = againMs;
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
