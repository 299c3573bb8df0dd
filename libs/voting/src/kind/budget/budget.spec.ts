import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../voting.kinds.js';
import { countVote } from '../../count/count-vote.js';
import type { VoteRule } from '../../rule/vote-rule.js';
import { ruleLike } from '../../testing/rules.js';
import { ballotKindOf } from '../ballot-kind.js';
import type { OptionCount } from '../options/option-count.js';

const options = ['Bridge', 'Ferry', 'Well', 'Bench'];
const spending = {
  currency: 'EUR',
  budgetMinor: '10000',
  costsMinor: ['6000', '5000', '3000', '1000'],
  minimumSpendMinor: null,
  incompatible: [[1, 2]],
};
const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
const rule = (method: string, money: object = {}, changes: object = {}) =>
  ({
    ...plain,
    ballotKind: 'budget',
    options,
    method,
    maximum: null,
    spending: { ...spending, ...money },
    ...changes,
  }) as VoteRule;
const kind = ballotKindOf(rule('greedy'));
const size = { electorateWeight: 100n, activeMembersWeight: 100n };
type Ballot = readonly [weight: number, ...projects: number[]];
const told = (held: VoteRule, ballots: readonly Ballot[], seed: string | null = null) => {
  const groups = ballots.map(([weight, ...projects]) => ({
    mark: { projects },
    ballots: weight,
    weight: BigInt(weight),
  }));
  const { outcome, reason, count } = countVote(held, groups, size, seed);
  const { winners, tied, steps } = count as OptionCount;
  const inOrder = winners.toSorted((one, other) => one - other);
  return { outcome, reason, winners: inOrder, tied, steps };
};

/** Two thirds are for the bridge and the bench, a third for the well. */
const camps: readonly Ballot[] = [
  [6, 1, 4],
  [3, 3],
];

describe('a vote on a budget', () => {
  it('pays from the most votes down, and not for what excludes what is paid for', () => {
    const { outcome, reason, winners, steps } = told(rule('greedy'), [
      [4, 1, 2],
      [3, 2, 4],
      [2, 3],
    ]);
    expect([outcome, reason, winners]).toEqual(['passed', 'option-chosen', [2, 3, 4]]);
    expect(steps?.account.join(' ')).toContain('At most one is funded of Bridge, Ferry.');
  });

  it('by equal shares pays for what a minority can pay for by its share of the money', () => {
    const dear = { budgetMinor: '9000', costsMinor: ['6000', '5000', '3000', '3000'] };
    expect(told(rule('greedy', dear), camps).winners).toEqual([1, 4]);
    expect(told(rule('equal-shares', dear), camps).winners).toEqual([3, 4]);
  });

  it('gives what is left over to the most votes for what still fits', () => {
    expect(told(rule('equal-shares'), camps).winners).toEqual([1, 3, 4]);
  });

  it('pays for nothing where less would be spent than was asked for', () => {
    const ballots: readonly Ballot[] = [[5, 4]];
    const most = rule('greedy', { minimumSpendMinor: '1000' });
    expect(told(most, ballots)).toMatchObject({ outcome: 'passed', winners: [4] });
    const more = rule('greedy', { minimumSpendMinor: '1001' });
    expect(told(more, ballots)).toMatchObject({
      outcome: 'rejected',
      reason: 'minimum-not-spent',
      winners: [],
    });
  });

  it('pays for nothing that nobody is for', () => {
    expect(told(rule('greedy'), [[3]])).toMatchObject({ outcome: 'rejected', winners: [] });
    expect(told(rule('equal-shares'), [[3, 4]]).winners).toEqual([4]);
  });

  it('is tied where as many want what costs as much, or drawn by the seed', () => {
    const level = { costsMinor: ['6000', '6000', '3000', '1000'] };
    const ballots: readonly Ballot[] = [
      [2, 1],
      [2, 2],
    ];
    const open = told(rule('greedy', level), ballots);
    expect(open).toMatchObject({ outcome: 'tied', tied: [[1], [2]] });
    const drawn = told(rule('greedy', level, { tieRule: 'lot' }), ballots, 'a seed');
    expect(drawn).toMatchObject({ outcome: 'passed', reason: 'lot-drawn' });
    expect(drawn.winners).toHaveLength(1);
  });

  it.each(['greedy', 'equal-shares'])('by %s never spends more than there is', (method) => {
    const ballot = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.subarray([1, 2, 3, 4]));
    fc.assert(
      fc.property(
        fc.array(ballot, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 4, maxLength: 4 }),
        (ballots, costs) => {
          const costsMinor = costs.map((cost) => String(cost * 1000));
          const cast = ballots.map(([weight, projects]) => [weight, ...projects] as const);
          const { winners } = told(rule(method, { costsMinor }), cast);
          const spent = winners.reduce((sum, one) => sum + Number(costsMinor[one - 1]), 0);
          expect(spent).toBeLessThanOrEqual(10_000);
          expect(winners.filter((one) => one < 3).length).toBeLessThan(2);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the money of a vote on a budget', () => {
  it.each([
    ['a cost missing', { costsMinor: ['6000', '5000', '3000'] }],
    ['a project dearer than all there is', { budgetMinor: '5999' }],
    ['more to be spent than there is', { minimumSpendMinor: '10001' }],
    ['a project that is not there', { incompatible: [[1, 5]] }],
    ['a project that excludes itself', { incompatible: [[1, 1]] }],
  ])('is not meant with %s', (_name, money) => {
    expect(kind.contradiction(rule('greedy', money))).not.toBeNull();
    expect(kind.contradiction(rule('greedy'))).toBeNull();
  });

  it('is named with the projects: by the policy, or by each proposal', () => {
    const {
      options: _options,
      spending: _spending,
      ...bare
    } = rule('greedy') as VoteRule & {
      options: string[];
      spending: object;
    };
    expect(kind.contradiction(bare)).toBeNull();
    expect(kind.contradiction({ ...bare, options } as VoteRule)).not.toBeNull();
    expect(kind.contradiction({ ...bare, spending } as VoteRule)).not.toBeNull();
  });

  it.each([
    ['no currency', { ...spending, currency: 'euro' }],
    ['a fraction', { ...spending, budgetMinor: '1.5' }],
    ['a debt', { ...spending, costsMinor: ['-1', '1', '1', '1'] }],
    ['a number', { ...spending, budgetMinor: 10000 }],
    ['something more', { ...spending, gift: '1' }],
  ])('is not read with %s', (_name, given) => {
    expect(kind.brings?.safeParse({ spending: given }).success).toBe(false);
    expect(kind.brings?.safeParse({ spending }).success).toBe(true);
  });
});

describe('a ballot on a budget', () => {
  it.each([
    [{ projects: [1, 4] }, null, 'sound'],
    [{ projects: [] }, null, 'sound'],
    [{ projects: [5] }, null, 'OPTION_UNKNOWN'],
    [{ projects: [1, 1] }, null, 'OPTION_REPEATED'],
    [{ projects: [1, 2, 3] }, 2, 'OPTIONS_TOO_MANY'],
    [{ options: [1] }, null, 'BALLOT_MARK_INVALID'],
  ])('that says %j of at most %s is %s', (said, maximum, code) => {
    const held = rule('greedy', {}, { maximum });
    const mark = kind.mark.safeParse(said);
    const check = () => {
      try {
        if (!mark.success) return 'BALLOT_MARK_INVALID';
        kind.check(mark.data, { rule: held, reason: null });
        return 'sound';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(check()).toBe(code);
  });
});
