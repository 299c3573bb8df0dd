import { isOutage, isTooLong } from '../db/database-errors.js';

/** Does it with some, in a transaction of its own: with how many it was done. */
type Act<T> = (some: readonly T[]) => Promise<number>;

/** So many, but for the first few of them in some order that stays. */
export interface Some {
  readonly atMost: number;
  readonly but: number;
}

/** Where it cannot be done with so many one after the other, it is not about single ones. */
const mostLeft = 100;

/** What takes too long is not about single ones much sooner, and each try costs its time. */
const mostTooLong = 3;

/**
 * A night's work, one thing after the other: what cannot be done with one of them keeps none of the
 * others from their turn. It is thrown at the end, so that the job says it and is tried again.
 * Where the database is away, or full, nothing else is tried; nor are the others of a kind, where
 * so many failed one after the other that it is not about them.
 */
export class Turns {
  readonly #failures: unknown[] = [];

  /** With each by itself. @returns with how many it was done. @throws CodedError UNAVAILABLE */
  each<T>(all: readonly T[], act: (one: T) => Promise<number>): Promise<number> {
    return this.some(all, 1, async ([one]) => act(one as T));
  }

  /**
   * With so many at once, as long as that works, and with halves of them where it does not.
   *
   * @returns with how many it was done. @throws CodedError UNAVAILABLE
   */
  async some<T>(all: readonly T[], atOnce: number, act: Act<T>): Promise<number> {
    let done = 0;
    const waiting: (readonly T[])[] = [];
    for (let from = 0; from < all.length; from += atOnce) {
      waiting.push(all.slice(from, from + atOnce));
    }
    waiting.reverse();
    const row = new Row();
    for (let some = waiting.pop(); some !== undefined; some = waiting.pop()) {
      try {
        done += await act(some);
        row.end();
      } catch (error) {
        if (isOutage(error)) throw error;
        if (some.length > 1) waiting.push(...halvesOf(some).reverse());
        else {
          this.#failures.push(error);
          if (row.isTooLongWith(error)) return done;
        }
      }
    }
    return done;
  }

  /**
   * With what finds its own rows, so many at once and until there are no more: in ever fewer, and
   * around each with which it cannot be done, up to a hundred.
   *
   * @param act is done with at most so many, but for the first few of those that are left
   * @returns with how many it was done. @throws CodedError UNAVAILABLE
   */
  async around(atOnce: number, act: (some: Some) => Promise<number>): Promise<number> {
    let some: Some = { atMost: atOnce, but: 0 };
    const row = new Row();
    for (let done = 0; ;) {
      try {
        const rows = await act(some);
        done += rows;
        if (rows > 0) row.end();
        if (rows < some.atMost) return done;
        some = { ...some, atMost: Math.min(atOnce, some.atMost * 2) };
      } catch (error) {
        if (isOutage(error)) throw error;
        if (some.atMost === 1) {
          this.#failures.push(error);
          some = { ...some, but: some.but + 1 };
          if (row.isTooLongWith(error)) return done;
        }
        some = { ...some, atMost: Math.ceil(some.atMost / 2) };
      }
    }
  }

  /**
   * What is wrong besides, with none of them by itself: it is thrown at the end as well, before
   * what is about single ones, of which there may be more than a log names.
   */
  also(failure: unknown): void {
    this.#failures.unshift(failure);
  }

  /** What could not be done: an AggregateError where it was several things; null for nothing. */
  get failure(): unknown {
    const { length } = this.#failures;
    if (length < 2) return this.#failures[0] ?? null;
    return new AggregateError(this.#failures, `${length} of them could not be done`);
  }

  /** @throws Error what could not be done */
  end(): void {
    if (this.#failures.length > 0) throw this.failure;
  }
}

/** How many failed one after the other. */
class Row {
  #failed = 0;
  #tooLong = 0;

  end(): void {
    this.#failed = 0;
    this.#tooLong = 0;
  }

  /** Whether it is not about single ones, by one more. */
  isTooLongWith(error: unknown): boolean {
    this.#failed += 1;
    if (isTooLong(error)) this.#tooLong += 1;
    return this.#failed >= mostLeft || this.#tooLong >= mostTooLong;
  }
}

function halvesOf<T>(some: readonly T[]): (readonly T[])[] {
  const middle = Math.ceil(some.length / 2);
  return [some.slice(0, middle), some.slice(middle)];
}
