import { Rational } from '../arithmetic/rational.js';
import type { ApprovalProfile } from '../approval/approval-profile.js';
import type { Rivals } from './rivals.js';

/**
 * What a funded project is worth to each of its supporters: its cost, or 1.
 */
export type Utility = 'cost' | 'cardinality';

/** Projects, their costs and who approves of them. Costs are whole numbers of some unit. */
export interface BudgetCase {
  readonly profile: ApprovalProfile;
  readonly costs: readonly bigint[];
  /** The projects to choose from. */
  readonly open: readonly number[];
  readonly utility: Utility;
  readonly rivals: Rivals;
}

/** A fraction as it comes, not reduced: reducing costs more than the arithmetic it would save. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** What a supporter pays for the least content, to compare projects by. */
type Price = Fraction;

/** One project bought by its supporters. */
export interface Purchase {
  readonly project: number;
  /** What each supporter pays at most, per unit of ballot weight; those who have less pay that. */
  readonly largestPayment: Fraction;
  /** All projects that were as good as this one. */
  readonly tied: readonly number[];
}

/** Where a run of equal shares ended. */
export interface EqualSharesRun {
  readonly purchases: readonly Purchase[];
  /** What is left to each group of voters, per unit of ballot weight; worked out when asked. */
  readonly leftOver: () => Rational[];
}

interface Offer {
  readonly price: Price;
  /** The largest payment is `rest / weight`, in units of the purse's denominator. */
  readonly rest: bigint;
  readonly weight: bigint;
}

/**
 * The method of equal shares with approvals: every voter gets the same money; again and again the
 * project is bought that its supporters can pay for at the least price per utility, in equal parts
 * as far as their money goes.
 *
 * All amounts are whole numbers over one denominator that grows as payments are divided, so nothing
 * is rounded. A price never falls as money is spent, so a project need not be looked at again
 * before its last known price is the least.
 *
 * @see Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive
 *   Utilities", arXiv:2008.13276; equalshares.net
 * @param endowment what every voter gets, per unit of ballot weight
 * @param pick chooses one of equally good projects
 * @param most stop after so many purchases
 */
export function equalShares(
  budget: BudgetCase,
  endowment: Rational,
  pick: (tied: readonly number[], round: number) => number,
  most = Number.POSITIVE_INFINITY,
): EqualSharesRun {
  const purse = new Purse(budget, endowment);
  const purchases: Purchase[] = [];
  let waiting: Waiting[] = budget.open
    .filter((project) => (budget.profile.support[project] as bigint) > 0n)
    .map((project) => ({ project, price: leastPrice(budget, project) }));
  while (purchases.length < most) {
    const round = bestOffers(purse, waiting);
    waiting = round.waiting;
    if (round.best.length === 0) break;
    const tied = round.best.map(({ project }) => project).sort((a, b) => a - b);
    const project = tied.length === 1 ? (tied[0] as number) : pick(tied, purchases.length + 1);
    const { offer } = round.best.find((one) => one.project === project) as Offered;
    purchases.push({ project, largestPayment: purse.buy(project, offer), tied });
    waiting = waiting.filter(
      (one) => one.project !== project && !budget.rivals.meet(one.project, [project]),
    );
  }
  return { purchases, leftOver: () => purse.leftOver() };
}

/** The price if every supporter can pay an equal part; no state of the purse makes it lower. */
function leastPrice({ profile, costs, utility }: BudgetCase, project: number): Price {
  const cost = costs[project] as bigint;
  const support = profile.support[project] as bigint;
  return { numerator: cost, denominator: support * (utility === 'cost' && cost > 0n ? cost : 1n) };
}

interface Waiting {
  readonly project: number;
  /** The price it had when it was last looked at; by now it may be higher, never lower. */
  readonly price: Price;
}

interface Offered {
  readonly project: number;
  readonly offer: Offer;
}

function bestOffers(
  purse: Purse,
  waiting: readonly Waiting[],
): { best: Offered[]; waiting: Waiting[] } {
  const sorted = waiting.toSorted((a, b) => comparePrices(a.price, b.price));
  const still: Waiting[] = [];
  let best: Offered[] = [];
  for (const [at, { project, price }] of sorted.entries()) {
    const least = best[0]?.offer.price;
    if (least !== undefined && comparePrices(price, least) > 0) {
      return { best, waiting: [...still, ...sorted.slice(at)] };
    }
    const offer = purse.offer(project);
    if (offer === undefined) continue;
    still.push({ project, price: offer.price });
    const order = least === undefined ? -1 : comparePrices(offer.price, least);
    if (order < 0) best = [{ project, offer }];
    else if (order === 0) best.push({ project, offer });
  }
  return { best, waiting: still };
}

function comparePrices(a: Price, b: Price): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The money of all voters: `money[group] / denominator` per unit of ballot weight. */
class Purse {
  private readonly money: bigint[];
  private readonly weights: readonly bigint[];
  /** For each project the supporters; those who ran out of money are dropped along the way. */
  private readonly supporters: (readonly number[])[];
  private denominator: bigint;

  constructor(
    private readonly budget: BudgetCase,
    endowment: Rational,
  ) {
    this.denominator = endowment.denominator;
    this.money = budget.profile.groups.map(() => endowment.numerator);
    this.supporters = [...budget.profile.supporters];
    this.weights = budget.profile.groups.map(({ weight }) => weight);
  }

  /** What the supporters would pay; undefined if they cannot, now or ever. */
  offer(project: number): Offer | undefined {
    const { costs, utility } = this.budget;
    const cost = costs[project] as bigint;
    if (cost === 0n) return { price: { numerator: 0n, denominator: 1n }, rest: 0n, weight: 1n };
    let rich = this.withMoney(project);
    let rest = cost * this.denominator;
    let weight = 0n;
    for (const group of rich) weight += this.weights[group] as bigint;
    for (;;) {
      let paid = 0n;
      let poorWeight = 0n;
      const richer: number[] = [];
      for (const group of rich) {
        const money = this.money[group] as bigint;
        if (money * weight >= rest) {
          richer.push(group);
          continue;
        }
        const groupWeight = this.weights[group] as bigint;
        paid += money * groupWeight;
        poorWeight += groupWeight;
      }
      if (richer.length === 0) return undefined;
      if (poorWeight === 0n) break;
      rest -= paid;
      weight -= poorWeight;
      rich = richer;
    }
    const perUtility = utility === 'cost' ? cost : 1n;
    const price = { numerator: rest, denominator: weight * this.denominator * perUtility };
    return { price, rest, weight };
  }

  /** The supporters who have anything left; who has nothing now will never have. */
  private withMoney(project: number): readonly number[] {
    const supporters = this.supporters[project] as readonly number[];
    const live = supporters.filter((group) => this.money[group] !== 0n);
    this.supporters[project] = live;
    return live;
  }

  /** Takes the payments; answers with the largest. */
  buy(project: number, { rest, weight }: Offer): Fraction {
    const payment = Rational.of(rest, weight);
    const finer = payment.denominator;
    if (finer !== 1n) {
      this.denominator *= finer;
      for (let group = 0; group < this.money.length; group += 1) {
        const money = this.money[group] as bigint;
        if (money !== 0n) this.money[group] = money * finer;
      }
    }
    const units = payment.numerator;
    for (const group of this.supporters[project] as readonly number[]) {
      const money = this.money[group] as bigint;
      this.money[group] = money > units ? money - units : 0n;
    }
    return { numerator: units, denominator: this.denominator };
  }

  leftOver(): Rational[] {
    return this.money.map((money) => Rational.of(money, this.denominator));
  }
}
