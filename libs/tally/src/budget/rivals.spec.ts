import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Rational } from '../arithmetic/rational.js';
import { count } from '../methods/registry.js';
import type { RawOptions } from '../method/options.js';
import { approvalElection, scoreElection } from '../model/make-election.js';
import { approvalProfiles } from '../testing/arbitrary-ballots.js';

interface Fund {
  readonly costs: readonly number[];
  readonly money: number;
  readonly incompatible: readonly (readonly number[])[];
  readonly ballots: readonly (readonly [number, readonly number[]])[];
}

const funds: fc.Arbitrary<Fund> = approvalProfiles({ most: 6 }).chain(({ candidates, ballots }) => {
  const project = fc.nat(candidates - 1);
  return fc
    .record({
      costs: fc.array(fc.integer({ min: 1, max: 9 }), {
        minLength: candidates,
        maxLength: candidates,
      }),
      money: fc.integer({ min: 1, max: 30 }),
      incompatible: fc.array(fc.uniqueArray(project, { minLength: 2, maxLength: 3 }), {
        minLength: 1,
        maxLength: 3,
      }),
    })
    .map((rest) => ({ ...rest, ballots }));
});

const electionOf = ({ costs, money, incompatible, ballots }: Fund) =>
  approvalElection(
    {
      candidates: costs.map((cost, index) => ({ name: `p${index}`, cost: Rational.of(cost) })),
      budget: Rational.of(money),
      incompatible,
    },
    ballots,
  );

const ways: readonly (readonly [method: string, variant: string, options: RawOptions])[] = [
  ['participatory-budgeting', 'greedy', {}],
  ['participatory-budgeting', 'greedy', { skip: false, order: 'votes-per-cost' }],
  ...['none', 'add1', 'utilitarian', 'add1-utilitarian', 'greedy', 'increment', 'phragmen'].flatMap(
    (completion) =>
      ['cost', 'cardinality'].map((utility) => ['equal-shares', utility, { completion }] as const),
  ),
];

describe.each(ways)('projects that exclude each other, by %s/%s %o', (method, variant, options) => {
  it('are never funded together, whatever the money', () => {
    fc.assert(
      fc.property(funds, (fund) => {
        const { winnerIndexes } = count(electionOf(fund), { method, variant, options });
        for (const group of fund.incompatible) {
          expect(group.filter((one) => winnerIndexes.includes(one)).length).toBeLessThan(2);
        }
        const spent = winnerIndexes.reduce((sum, one) => sum + (fund.costs[one] ?? 0), 0);
        expect(spent).toBeLessThanOrEqual(fund.money);
      }),
      { numRuns: 60 },
    );
  });

  it('leave the count as it was where no two of a group would be funded', () => {
    fc.assert(
      fc.property(funds, (fund) => {
        // Phragmén's completion may end with projects that nobody approves of.
        if (options['completion'] === 'phragmen') return;
        const request = { method, variant, options };
        const free = count(electionOf({ ...fund, incompatible: [] }), request);
        const groups = fund.incompatible.filter(
          (group) =>
            group.filter((one) => fund.ballots.some(([, on]) => on.includes(one))).length < 2,
        );
        const bound = count(electionOf({ ...fund, incompatible: groups }), request);
        expect(bound.winnerIndexes.toSorted((a, b) => a - b)).toEqual(
          free.winnerIndexes.toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('of projects that exclude each other', () => {
  // Everybody can have the bridge or the ferry; the well fits beside either.
  const fund: Fund = {
    costs: [7, 5, 3],
    money: 14,
    incompatible: [[0, 1]],
    ballots: [
      [3, [0, 1]],
      [2, [0, 2]],
      [2, [1, 2]],
      [1, [0]],
    ],
  };

  it.each([
    ['participatory-budgeting', 'greedy', {}, [0, 2]],
    ['equal-shares', 'cardinality', { completion: 'utilitarian' }, [1, 2]],
  ])('by %s/%s the first that is funded stays', (method, variant, options, winners) => {
    const result = count(electionOf(fund), { method, variant, options });
    expect(result.winnerIndexes.toSorted((a, b) => a - b)).toEqual(winners);
    expect(result.account.join(' ')).toContain('At most one is funded of p0, p1.');
  });

  it('one alone is asked for where they tie, and what excludes none is no part of it', () => {
    const level: Fund = {
      costs: [2, 2, 2, 2, 2, 2],
      money: 12,
      incompatible: [[0, 1]],
      ballots: [[1, [0, 1, 2, 3, 4, 5]]],
    };
    const result = count(electionOf(level), {
      method: 'participatory-budgeting',
      variant: 'greedy',
      options: { tie: 'report' },
      ways: 2,
    });
    expect(result.outcomes?.map(({ winnerIndexes }) => winnerIndexes)).toEqual([
      [0, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]);
  });

  it('nothing is made by methods that fund none', () => {
    const frame = { candidates: ['a', 'b'], incompatible: [[0, 1]] };
    const scores = scoreElection(frame, [[1, [1, 0]]]);
    const request = { method: 'score', variant: 'sum', options: {} };
    expect(() => count(scores, request)).toThrow('funds none');
    const committee = approvalElection(frame, [[1, [0]]]);
    expect(() =>
      count(committee, { method: 'equal-shares', variant: 'cost', options: {} }),
    ).toThrow('only projects with costs exclude each other');
    expect(() => approvalElection({ candidates: ['a'], incompatible: [[0, 1]] }, [])).toThrow('1');
  });
});
