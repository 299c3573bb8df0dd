import type { DueJob } from '../catalogue/job.js';
import type { Places } from './places.js';

/** So old a list knows nothing of who came since, and whose turn it might be. */
const staleAfterMs = 250;

/**
 * What was found due, in its turns, until it is used up or old: to find it costs more than to run
 * what it names.
 */
export class DueList {
  #jobs: readonly DueJob[] = [];
  #foundAt = Number.NEGATIVE_INFINITY;

  found(jobs: readonly DueJob[], now: number): void {
    this.#jobs = jobs;
    this.#foundAt = now;
  }

  /** Those that get a place now; they leave the list. None of a list that is old. */
  take(places: Places, now: number): DueJob[] {
    if (now - this.#foundAt > staleAfterMs) this.#jobs = [];
    const taken: DueJob[] = [];
    const left: DueJob[] = [];
    for (const job of this.#jobs) {
      if (places.free > 0 && places.take(job)) taken.push(job);
      else left.push(job);
    }
    this.#jobs = left;
    return taken;
  }
}
