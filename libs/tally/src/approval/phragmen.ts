import { Rational } from '../arithmetic/rational.js';
import type { ApprovalProfile } from './approval-profile.js';

/**
 * Phragmén's sequential rule as a purse that fills at the same pace for all voters: a candidate is
 * elected as soon as the supporters together hold the price, and pays with all they hold. Loads are
 * exact fractions, per unit of ballot weight.
 *
 * @see Phragmén, "Sur une méthode nouvelle" (1894); Brill, Freeman, Janson and Lackner, "Phragmén's
 *   Voting Methods and Justified Representation", arXiv:2102.12305
 */
export class PhragmenLoads {
  private readonly loads: Rational[];

  /**
   * @param prices what each candidate costs; a seat costs 1
   * @param start the load of each group before the first round, nothing if left out
   */
  constructor(
    private readonly profile: ApprovalProfile,
    private readonly prices: readonly Rational[],
    start?: readonly Rational[],
  ) {
    this.loads = start ? [...start] : profile.groups.map(() => Rational.ZERO);
  }

  /** The load of the supporters once they have paid for a candidate; undefined without any. */
  loadAfter(candidate: number): Rational | undefined {
    const support = this.profile.support[candidate] as bigint;
    if (support === 0n) return undefined;
    let sum = this.prices[candidate] as Rational;
    for (const group of this.profile.supporters[candidate] as readonly number[]) {
      const { weight } = this.profile.groups[group] as { weight: bigint };
      sum = sum.add((this.loads[group] as Rational).mul(Rational.of(weight)));
    }
    return sum.div(Rational.of(support));
  }

  /** The candidates who would raise the load least, and that load. */
  cheapest(candidates: readonly number[]): { load: Rational; tied: number[] } | undefined {
    let load: Rational | undefined;
    let tied: number[] = [];
    for (const candidate of candidates) {
      const after = this.loadAfter(candidate);
      if (after === undefined) continue;
      const order = load === undefined ? -1 : after.compare(load);
      if (order < 0) {
        load = after;
        tied = [candidate];
      } else if (order === 0) {
        tied.push(candidate);
      }
    }
    return load === undefined ? undefined : { load, tied };
  }

  /** The supporters of a candidate take the load on them. */
  elect(candidate: number, load: Rational): void {
    for (const group of this.profile.supporters[candidate] as readonly number[]) {
      this.loads[group] = load;
    }
  }
}
