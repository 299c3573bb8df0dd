import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Rational } from '../arithmetic/rational.js';
import type { Election } from '../model/election.js';
import { approvalElection } from '../model/make-election.js';
import type { RawOptions } from '../method/options.js';
import {
  approvalProfiles,
  countBy,
  outcomeOf,
  sorted,
  splitAndReversed,
  subsetsOf,
} from '../testing/arbitrary-ballots.js';
import type { Profile } from '../testing/arbitrary-ballots.js';

interface Budget extends Profile<readonly number[]> {
  readonly costs: readonly number[];
  readonly money: number;
}

const budgets: fc.Arbitrary<Budget> = approvalProfiles({ most: 6 }).chain((profile) =>
  fc
    .record({
      costs: fc.array(fc.integer({ min: 0, max: 12 }), {
        minLength: profile.candidates,
        maxLength: profile.candidates,
      }),
      money: fc.integer({ min: 0, max: 30 }),
    })
    .map((money) => ({ ...profile, ...money })),
);

function budgetOf({ costs, money, ballots }: Budget): Election {
  const candidates = costs.map((cost, index) => ({
    name: `p${index}`,
    cost: Rational.of(cost),
  }));
  return approvalElection({ candidates, budget: Rational.of(money) }, ballots);
}

function costOf({ costs }: Budget, projects: readonly number[]): number {
  return projects.reduce((sum, index) => sum + (costs[index] as number), 0);
}

const completions: readonly RawOptions[] = [
  { completion: 'none' },
  { completion: 'add1' },
  { completion: 'add1', integral: false, exhaustive: false },
  { completion: 'utilitarian' },
  { completion: 'add1-utilitarian' },
  { completion: 'greedy' },
  { completion: 'increment' },
  { completion: 'phragmen' },
];
const utilities = ['cost', 'cardinality'] as const;

/**
 * Equal shares voter by voter, with fractions: the price of a project is found by sorting its
 * supporters by what they have left.
 */
function naiveEqualShares(budget: Budget, utility: (typeof utilities)[number]): number[] {
  const voters = budget.ballots.flatMap(([weight, approved]) =>
    Array.from({ length: weight }, () => approved),
  );
  const money = voters.map(() => Rational.of(budget.money, voters.length));
  const bought: number[] = [];
  for (;;) {
    const offers = budget.costs.flatMap((cost, index) => {
      const supporters = voters.flatMap((approved, voter) =>
        approved.includes(index) ? [voter] : [],
      );
      if (bought.includes(index) || supporters.length === 0 || cost > budget.money) return [];
      const payment = largestPayment(
        supporters.map((voter) => money[voter] as Rational),
        cost,
      );
      if (payment === undefined) return [];
      const per = utility === 'cost' && cost > 0 ? Rational.of(cost) : Rational.ONE;
      return [{ index, cost, supporters, payment, price: payment.div(per) }];
    });
    const [best] = offers.sort(
      (a, b) =>
        a.price.compare(b.price) ||
        b.supporters.length - a.supporters.length ||
        a.cost - b.cost ||
        a.index - b.index,
    );
    if (best === undefined) return bought;
    bought.push(best.index);
    for (const voter of best.supporters) {
      const left = (money[voter] as Rational).sub(best.payment);
      money[voter] = left.isNegative() ? Rational.ZERO : left;
    }
  }
}

function largestPayment(money: readonly Rational[], cost: number): Rational | undefined {
  const rising = money.toSorted((a, b) => a.compare(b));
  let rest = Rational.of(cost);
  for (const [at, have] of rising.entries()) {
    const share = rest.div(Rational.of(rising.length - at));
    if (share.compare(have) <= 0) return share;
    rest = rest.sub(have);
  }
  return undefined;
}

describe('equal shares', () => {
  it('buys what counting voter by voter buys, in the same order', () => {
    fc.assert(
      fc.property(budgets, (budget) => {
        for (const utility of utilities) {
          const result = countBy(`equal-shares/${utility}`, budgetOf(budget));
          expect(result.winnerIndexes).toEqual(naiveEqualShares(budget, utility));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never spends more than there is, by any completion', () => {
    fc.assert(
      fc.property(budgets, (budget) => {
        for (const utility of utilities) {
          for (const options of completions) {
            const result = countBy(`equal-shares/${utility}`, budgetOf(budget), options);
            const spent = costOf(budget, result.winnerIndexes);
            expect(spent, JSON.stringify(options)).toBeLessThanOrEqual(budget.money);
            expect(result.figures?.['totalCost']).toBe(String(spent));
          }
        }
      }),
    );
  });

  it('the order of ballots and how their weight is split make no difference', () => {
    fc.assert(
      fc.property(budgets, (budget) => {
        for (const options of completions) {
          const result = countBy('equal-shares/cost', budgetOf(budget), options);
          const other = { ...budget, ...splitAndReversed(budget) };
          expect(outcomeOf(countBy('equal-shares/cost', budgetOf(other), options))).toEqual(
            outcomeOf(result),
          );
        }
      }),
    );
  });

  it('after completion by votes nothing that somebody approves fits any more', () => {
    fc.assert(
      fc.property(budgets, (budget) => {
        for (const completion of ['utilitarian', 'add1-utilitarian', 'greedy']) {
          const { winnerIndexes } = countBy('equal-shares/cardinality', budgetOf(budget), {
            completion,
          });
          const left = budget.money - costOf(budget, winnerIndexes);
          const missed = budget.costs.some(
            (cost, index) =>
              cost <= left &&
              !winnerIndexes.includes(index) &&
              budget.ballots.some(([, approved]) => approved.includes(index)),
          );
          expect(missed).toBe(false);
        }
      }),
    );
  });

  it('a committee gives every cohesive group what is owed to it (EJR)', () => {
    fc.assert(
      fc.property(approvalProfiles({ most: 5, seats: 3 }), (profile) => {
        const { candidates, seats, ballots } = profile;
        const names = Array.from({ length: candidates }, (_, index) => `c${index}`);
        const election = approvalElection({ candidates: names, seats }, ballots);
        const { winnerIndexes } = countBy('equal-shares/cardinality', election);
        const all = ballots.reduce((sum, [weight]) => sum + weight, 0);
        for (let level = 1; level <= seats; level += 1) {
          for (const common of subsetsOf(candidates, level)) {
            const short = ballots
              .filter(([, approved]) => common.every((index) => approved.includes(index)))
              .filter(
                ([, approved]) =>
                  winnerIndexes.filter((index) => approved.includes(index)).length < level,
              )
              .reduce((sum, [weight]) => sum + weight, 0);
            expect(short * seats).toBeLessThan(level * all);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('fills a committee by increment, by approvals and by Phragmén', () => {
    fc.assert(
      fc.property(approvalProfiles({ most: 5, seats: 3 }), ({ candidates, seats, ballots }) => {
        const names = Array.from({ length: candidates }, (_, index) => `c${index}`);
        const election = approvalElection({ candidates: names, seats }, ballots);
        for (const completion of ['increment', 'approval', 'phragmen']) {
          const { winnerIndexes } = countBy('equal-shares/cardinality', election, { completion });
          expect(new Set(winnerIndexes).size, completion).toBe(seats);
        }
      }),
    );
  });

  const project = (name: string, cost: string) => ({
    name,
    cost: Rational.parse(cost) as Rational,
  });

  it('lets the poor pay what they have and the rich the rest, equally', () => {
    const election = approvalElection(
      { candidates: [project('a', '3'), project('b', '7')], budget: Rational.of(12) },
      [
        [1, [0, 1]],
        [1, [0]],
        [2, [1]],
      ],
    );
    const result = countBy('equal-shares/cardinality', election);
    expect(result.rounds?.map(({ figures }) => figures?.['largestPayment'])).toEqual([
      '3/2',
      '11/4',
    ]);
    expect(result.rounds?.[1]?.figures).toMatchObject({ cost: '7', effectiveVotes: '28/11' });
    expect(result.figures).toMatchObject({ budget: '12', totalCost: '10', finalPerVoter: '3' });
  });

  it('who has spent everything pays nothing more and owes nothing', () => {
    const candidates = [
      ...['x1', 'x2', 'x3', 'x4'].map((name) => project(name, '2')),
      project('y', '5'),
      project('z', '6'),
    ];
    const election = approvalElection({ candidates, budget: Rational.of(20) }, [
      [1, [0, 1, 2, 3, 4, 5]],
      [1, [4, 5]],
    ]);
    const { rounds } = countBy('equal-shares/cardinality', election);
    expect(rounds?.map(({ figures }) => figures?.['largestPayment'])).toEqual([
      '2',
      '2',
      '2',
      '2',
      '3',
      '6',
    ]);
  });

  it('buys at exactly the money there is, to the last fraction', () => {
    const cents = { candidates: [project('a', '0.9')], budget: Rational.parse('0.9') as Rational };
    const exact = approvalElection(cents, [[7, [0]]]);
    expect(countBy('equal-shares/cost', exact).winners).toEqual(['a']);
    const short = approvalElection({ ...cents, candidates: [project('a', '0.90000000001')] }, [
      [7, [0]],
    ]);
    expect(countBy('equal-shares/cost', short).winners).toEqual([]);
  });

  it('add1 starts from a whole amount, raises it, and stops before the budget is exceeded', () => {
    const election = approvalElection(
      {
        candidates: [project('a', '6'), project('b', '5'), project('c', '6')],
        budget: Rational.of(11),
      },
      [
        [1, [0]],
        [1, [1]],
        [1, [2]],
      ],
    );
    const plain = countBy('equal-shares/cost', election);
    expect(plain.winners).toEqual([]);
    expect(plain.figures?.['finalPerVoter']).toBe('11/3');
    const one = countBy('equal-shares/cost', election, { completion: 'add1' });
    expect(one.winners).toEqual(['b']);
    expect(one.figures?.['finalPerVoter']).toBe('5');
    const both = countBy('equal-shares/cost', election, { completion: 'add1-utilitarian' });
    expect(both.winners).toEqual(['b', 'a']);
    expect(both.ties).toMatchObject([
      { purpose: 'selection', candidates: [0, 1, 2], chosen: [1], brokenBy: 'method' },
      { purpose: 'selection', candidates: [0, 2], chosen: [0], round: 2 },
      { purpose: 'completion', candidates: [0, 2], chosen: [0] },
    ]);
    const coarse = { completion: 'add1', increment: '2', integral: false };
    const result = countBy('equal-shares/cost', election, coarse);
    expect(result.figures?.['finalPerVoter']).toBe('17/3');
  });

  it('prefers among equals as asked and records it once', () => {
    const candidates = [project('z', '2'), project('y', '1'), project('x', '2')];
    const election = approvalElection({ candidates, budget: Rational.of(4) }, [[1, [0, 1, 2]]]);
    const first = (prefer: string) => countBy('equal-shares/cost', election, { prefer }).winners[0];
    expect(first('lower-cost')).toBe('y');
    expect(first('higher-cost')).toBe('z');
    expect(first('higher-cost,id')).toBe('x');
    expect(first('none')).toBe('z');
    const raised = countBy('equal-shares/cost', election, { completion: 'add1' });
    const keys = raised.ties.map((tie) => JSON.stringify(tie));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('reports all acceptable outcomes if ties are left open', () => {
    const candidates = [project('a', '2'), project('b', '2')];
    const election = approvalElection({ candidates, budget: Rational.of(2) }, [[1, [0, 1]]]);
    const result = countBy('equal-shares/cost', election, { tie: 'report' });
    expect(result.winners).toEqual([]);
    expect(result.outcomes?.map(({ winners }) => winners)).toEqual([['a'], ['b']]);
  });

  it('refuses a missing budget, a project without cost and a raise by nothing', () => {
    const election = approvalElection({ candidates: [project('a', '1')] }, [[1, [0]]]);
    expect(() => countBy('equal-shares/cost', election)).toThrow('there is no budget');
    const mixed = approvalElection({ candidates: [project('a', '1'), 'b'], budget: Rational.ONE }, [
      [1, [0]],
    ]);
    expect(() => countBy('equal-shares/cost', mixed)).toThrow('b has no cost');
    const whole = approvalElection({ candidates: [project('a', '1')], budget: Rational.ONE }, []);
    expect(countBy('equal-shares/cost', whole).winners).toEqual([]);
    const one = approvalElection({ candidates: [project('a', '1')], budget: Rational.ONE }, [
      [1, [0]],
    ]);
    const nothing = { completion: 'add1', increment: '0' };
    expect(() => countBy('equal-shares/cost', one, nothing)).toThrow(
      'increment has to be above zero',
    );
    expect(() => countBy('equal-shares/cost', one, { prefer: 'luck' })).toThrow("'luck'");
  });
});

describe('greedy funding', () => {
  it('goes from the most votes down and passes over what no longer fits', () => {
    fc.assert(
      fc.property(budgets, (budget) => {
        const votes = budget.costs.map((_, index) =>
          budget.ballots
            .filter(([, approved]) => approved.includes(index))
            .reduce((sum, [weight]) => sum + weight, 0),
        );
        const order = budget.costs
          .map((cost, index) => ({ cost, index, votes: votes[index] as number }))
          .filter((one) => one.votes > 0)
          .sort((a, b) => b.votes - a.votes || a.cost - b.cost || a.index - b.index);
        let left = budget.money;
        const funded = order.filter(({ cost }) => cost <= left && (left -= cost) >= 0);
        const result = countBy('participatory-budgeting/greedy', budgetOf(budget));
        expect(sorted(result.winnerIndexes)).toEqual(sorted(funded.map(({ index }) => index)));
      }),
    );
  });

  const candidates = [
    { name: 'a', cost: Rational.of(5) },
    { name: 'b', cost: Rational.of(8) },
    { name: 'c', cost: Rational.of(1) },
  ];
  const election = approvalElection({ candidates, budget: Rational.of(10) }, [
    [3, [0, 1]],
    [1, [0]],
    [1, [2]],
  ]);
  const fundedBy = (options: RawOptions) =>
    countBy('participatory-budgeting/greedy', election, options).winners;

  it('can stop at the first that no longer fits', () => {
    expect(fundedBy({})).toEqual(['a', 'c']);
    expect(fundedBy({ skip: false })).toEqual(['a']);
  });

  it('can go by votes per cost, ask for least votes, and fund the unsupported', () => {
    expect(fundedBy({ order: 'votes-per-cost' })).toEqual(['c', 'a']);
    expect(fundedBy({ threshold: '2' })).toEqual(['a']);
    const nobody = approvalElection({ candidates, budget: Rational.of(10) }, [[1, [0]]]);
    const rule = 'participatory-budgeting/greedy';
    expect(countBy(rule, nobody).winners).toEqual(['a']);
    expect(countBy(rule, nobody, { unsupported: true }).winners).toEqual(['a', 'c']);
  });
});
