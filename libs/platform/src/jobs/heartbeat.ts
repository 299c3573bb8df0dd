/**
 * Repeats a body, never two at once: every so often, and at once when somebody asks. Who asks while
 * it runs gets another run after it, so that nothing that was there to be seen is missed.
 */
export class Heartbeat {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #isAsked = false;
  #isStopped = false;

  /** `told` hears how each run ended: with an error, or with none. */
  constructor(
    private readonly everyMs: number,
    private readonly body: () => Promise<void>,
    private readonly told: (error?: unknown) => void,
  ) {}

  /** Runs now, or once more after the run that is under way. */
  soon(): void {
    if (this.#isStopped) return;
    this.#isAsked = true;
    if (this.#running !== null) return;
    clearTimeout(this.#timer);
    this.#running = this.#runWhileAsked().finally(() => {
      this.#running = null;
      if (this.#isStopped) return;
      if (this.#isAsked) this.soon();
      else this.#timer = setTimeout(() => this.soon(), this.everyMs);
    });
  }

  /** No further run; resolves when the last one has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #runWhileAsked(): Promise<void> {
    while (this.#isAsked && !this.#isStopped) {
      this.#isAsked = false;
      try {
        await this.body();
        this.told();
      } catch (error) {
        this.told(error);
        // Not at once: what is broken now is broken in the same moment.
        this.#isAsked = false;
      }
    }
  }
}
