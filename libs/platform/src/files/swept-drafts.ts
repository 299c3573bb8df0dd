import type { Log } from '../telemetry/log.js';
import type { FileStore } from './file-store.js';

const sweptEveryMs = 600_000;

/**
 * Takes away what processes that were killed left half written, as long as this one runs. A
 * supervisor starts a process again within a second, when what it left is too young to be told from
 * what another one writes; and what lies on this machine no process of another one sees.
 */
export class SweptDrafts {
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly store: FileStore,
    private readonly log: Log,
    everyMs = sweptEveryMs,
  ) {
    this.#timer = setInterval(() => void this.#sweep(), everyMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  async #sweep(): Promise<void> {
    await this.store.sweepDrafts().catch((error: unknown) => {
      this.log.error({ err: error }, 'what is left half written could not be removed');
    });
  }
}
