import type { ClaimedJob } from './job-run.store.js';

interface Ended {
  readonly job: ClaimedJob;
  readonly written: (counted: boolean) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Writes down which jobs are done. Those that end while the last ones are being written go together
 * with the next: a commit costs the same for one as for eight.
 */
export class FinishedJobs {
  #waiting: Ended[] = [];
  #isWriting = false;

  /** `write` gives the ids of those whose try counted. */
  constructor(private readonly write: (ended: readonly ClaimedJob[]) => Promise<string[]>) {}

  /** False when this try says nothing of the job any more. @throws what `write` throws */
  add(job: ClaimedJob): Promise<boolean> {
    return new Promise((written, failed) => {
      this.#waiting.push({ job, written, failed });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const ended = this.#waiting;
      this.#waiting = [];
      try {
        const counted = new Set(await this.write(ended.map(({ job }) => job)));
        for (const { job, written } of ended) written(counted.has(job.id));
      } catch (error) {
        for (const { failed } of ended) failed(error);
      }
    }
    this.#isWriting = false;
  }
}
