/** Draws by lot that come out the same for the same seed (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** Of forty bits: no sum of a few is another amount, and none stands anywhere by accident. */
  amountMinor(): bigint {
    return BigInt(this.below(2 ** 20) + 2 ** 19) * 1_048_576n + BigInt(this.below(2 ** 20));
  }

  word(): string {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    return Array.from({ length: 9 }, () => letters[this.below(26)]).join('');
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    const left = [...items];
    for (let last = left.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      [left[last], left[other]] = [left[other] as Item, left[last] as Item];
    }
    return left;
  }
}
