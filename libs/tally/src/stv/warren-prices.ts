import { divideRounded } from '../arithmetic/rounding.js';

/** What a distribution at some prices comes to. */
export interface Standing {
  readonly votes: readonly bigint[];
  readonly quota: bigint;
}

/** So many plain steps are made before longer ones are tried: real elections need no more. */
const plainSteps = 60;

/**
 * Lowers the prices of Warren's elected until nobody holds more than the quota.
 *
 * From a price above the right one, price × quota / votes is never too low: votes grow at most in
 * proportion to the price. So prices only ever fall, and they fall to the highest at which every
 * elected holds the quota. How fast is another matter: where a surplus is small, or goes round
 * among elected candidates until papers are used up, each step takes off as little as the last.
 * Then the same fall is tried many times over, twice as many each time it holds: it holds as long
 * as nobody elected is left with less than the quota.
 */
export class WarrenPrices {
  readonly #distribute: (prices: readonly bigint[]) => Standing;
  #steps = 0;
  #stride = 1n;

  /** `distribute` says what everybody would get at other prices. */
  constructor(distribute: (prices: readonly bigint[]) => Standing) {
    this.#distribute = distribute;
  }

  /** Begins anew, as after an exclusion. */
  restart(): void {
    this.#steps = 0;
    this.#stride = 1n;
  }

  /** The next prices; null if no price of the elected moves any more. */
  lower(
    prices: readonly bigint[],
    elected: readonly number[],
    standing: Standing,
  ): bigint[] | null {
    const next = [...prices];
    for (const candidate of elected) next[candidate] = lowered(prices, candidate, standing);
    if (elected.every((candidate) => next[candidate] === prices[candidate])) return null;
    this.#steps += 1;
    if (this.#steps <= plainSteps) return next;
    this.#stride *= 2n;
    const far = [...next];
    for (const candidate of elected) {
      const price = next[candidate] as bigint;
      const fallen = price - ((prices[candidate] as bigint) - price) * this.#stride;
      far[candidate] = fallen > 1n ? fallen : 1n;
    }
    const { votes, quota } = this.#distribute(far);
    if (elected.every((candidate) => (votes[candidate] as bigint) >= quota)) return far;
    this.#stride = 1n;
    return next;
  }
}

/** price × quota / votes, rounded up, so that it is not too low. */
function lowered(prices: readonly bigint[], candidate: number, standing: Standing): bigint {
  const price = prices[candidate] as bigint;
  const held = standing.votes[candidate] as bigint;
  return held > standing.quota ? divideRounded(price * standing.quota, held, 'ceiling') : price;
}
