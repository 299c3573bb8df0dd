/** A log, as far as it is needed here. */
export interface Warns {
  warn(fields: object, words: string): void;
}

/** What fails in this time after the last failure belongs to the same outage. */
const quietMs = 1_000;

/**
 * Something that goes away and comes back, in two lines of the log: at the beginning with the
 * cause, at the end with how long it was and how much failed meanwhile. What is tried a thousand
 * times does not fill the log.
 */
export class Outage {
  #began: number | null = null;
  #last = 0;
  #failures = 0;

  constructor(
    private readonly log: Warns | undefined,
    /** The two lines. */
    private readonly words: { readonly begins: string; readonly ends: string },
    private readonly quiet = quietMs,
  ) {}

  get isOn(): boolean {
    return this.#began !== null;
  }

  failed(error: unknown): void {
    this.#last = performance.now();
    this.#failures += 1;
    if (this.#began !== null) return;
    this.#began = this.#last;
    this.log?.warn({ err: error }, this.words.begins);
  }

  /**
   * It answered. What is lost in several pieces (the connections of a pool) is back when nothing
   * failed for a moment.
   */
  worked(): void {
    if (this.#began === null) return;
    const now = performance.now();
    if (now - this.#last < this.quiet) return;
    const seconds = Math.round((now - this.#began) / 100) / 10;
    this.log?.warn({ failures: this.#failures, seconds }, this.words.ends);
    this.#began = null;
    this.#failures = 0;
  }
}
