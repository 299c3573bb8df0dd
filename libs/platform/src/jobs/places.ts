import type { DueJob } from '../catalogue/job.js';

/** No co-operative takes every place: others come through, however much one has waiting. */
const perCooperative = 6;

/** A claim on a place: of what there may be so many at once. */
interface Share {
  readonly of: string;
  readonly atOnce: number;
}

/** What a place is wanted for. */
export type PlaceFor = Pick<DueJob, 'name' | 'cooperativeId'>;

/**
 * Where the jobs of one worker run. No kind and no co-operative takes all of the places, so that
 * what does not end, or ends slowly, leaves room for everything else.
 */
export class Places {
  readonly #taken = new Map<string, number>();

  constructor(
    /** How many there are. */
    private readonly total: number,
    private readonly atOnceOf: (name: string) => number,
  ) {}

  get free(): number {
    return this.total - this.#count('all');
  }

  /** False when there is none for this one. What was taken is to be given back. */
  take(job: PlaceFor): boolean {
    const shares = this.#shares(job);
    if (shares.some(({ of, atOnce }) => this.#count(of) >= atOnce)) return false;
    for (const { of } of shares) this.#taken.set(of, this.#count(of) + 1);
    return true;
  }

  give(job: PlaceFor): void {
    for (const { of } of this.#shares(job)) {
      const left = this.#count(of) - 1;
      if (left === 0) this.#taken.delete(of);
      else this.#taken.set(of, left);
    }
  }

  #shares({ name, cooperativeId }: PlaceFor): Share[] {
    const shares = [
      { of: 'all', atOnce: this.total },
      { of: `name ${name}`, atOnce: this.atOnceOf(name) },
    ];
    if (cooperativeId !== null) {
      shares.push({ of: `co-operative ${cooperativeId}`, atOnce: perCooperative });
    }
    return shares;
  }

  #count(of: string): number {
    return this.#taken.get(of) ?? 0;
  }
}
