import { isConnectionLost } from '@rochdale/platform';
import type { CodedError, Log, RequestIds } from '@rochdale/platform';

const sayAgainAfterMs = 10_000;
/** More different causes than this at a time are one flood. */
const causesKept = 100;

interface Told {
  readonly at: number;
  untold: number;
}

/**
 * Says in the log why something was unavailable, which the client does not read: each cause at most
 * every ten seconds, with how often it was meanwhile. That the database is away is told by who is
 * connected to it.
 */
export class Unavailable {
  readonly #told = new Map<string, Told>();

  constructor(private readonly log: Log) {}

  tell(error: CodedError, ids: RequestIds | null): void {
    if (error.kind !== 'unavailable' || isConnectionLost(error)) return;
    const { cause } = error;
    const why = `${error.code} ${cause instanceof Error ? cause.message : error.message}`;
    const before = this.#told.get(why);
    const at = performance.now();
    if (before !== undefined && at - before.at < sayAgainAfterMs) {
      before.untold += 1;
      return;
    }
    if (this.#told.size >= causesKept) this.#told.clear();
    this.#told.set(why, { at, untold: 0 });
    const untold = before?.untold ?? 0;
    this.log.warn({ err: error, code: error.code, untold, ...ids }, 'something was unavailable');
  }
}
