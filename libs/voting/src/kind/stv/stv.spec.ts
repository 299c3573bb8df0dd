import { count, rankedElection } from '@rochdale/tally';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../voting.kinds.js';
import { countVote } from '../../count/count-vote.js';
import type { VoteRule } from '../../rule/vote-rule.js';
import { ruleLike } from '../../testing/rules.js';
import { ballotKindOf } from '../ballot-kind.js';
import type { OptionCount } from '../options/option-count.js';

const options = ['Ann', 'Ben', 'Cyn', 'Dov', 'Eva'];
const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
const rule = (method: string, winners: number, changes: object = {}) =>
  ({
    ...plain,
    ballotKind: 'stv',
    options,
    method,
    winners,
    maximum: null,
    ...changes,
  }) as VoteRule;
const size = { electorateWeight: 500n, activeMembersWeight: 500n };

const ranks = (...numbers: number[]) => ({
  ranks: numbers.map((option, at) => ({ option, rank: at + 1 })),
});
type Ballot = readonly [weight: number, ...numbers: number[]];
const told = (
  method: string,
  winners: number,
  ballots: readonly Ballot[],
  seed: string | null = null,
) => {
  const groups = ballots.map(([weight, ...numbers]) => ({
    mark: ranks(...numbers),
    ballots: weight,
    weight: BigInt(weight),
  }));
  const tieRule = seed === null ? 'status-quo' : 'lot';
  const verdict = countVote(rule(method, winners, { tieRule }), groups, size, seed);
  return { ...verdict, count: verdict.count as OptionCount };
};

describe('seats by STV', () => {
  // Ann's 40 are 5 above the quota of 35: they help Ben past Dov, which first choices would not.
  const parties: readonly Ballot[] = [
    [40, 1, 2],
    [28, 2],
    [32, 4, 5],
    [4, 3, 2],
  ];

  it.each(['scottish', 'meek', 'warren'])('by %s pass on what is above the quota', (method) => {
    const { outcome, count: counted } = told(method, 2, parties);
    expect(outcome).toBe('passed');
    expect(counted.winners).toEqual([1, 2]);
    expect(counted.steps?.account.length).toBeGreaterThan(2);
  });

  it('go to a minority as large as a quota, whom two of three would outvote', () => {
    const ballots: readonly Ballot[] = [
      [34, 1, 2, 3],
      [32, 2, 1, 3],
      [34, 4, 5],
    ];
    expect(told('scottish', 2, ballots).count.winners.toSorted((a, b) => a - b)).toEqual([1, 4]);
    expect(told('scottish', 3, ballots).count.winners.toSorted((a, b) => a - b)).toEqual([1, 2, 4]);
  });

  it('stay empty rather than go to whom nobody ranked', () => {
    const { outcome, count: counted } = told('meek', 3, [
      [2, 1],
      [1, 2],
    ]);
    expect([outcome, counted.winners.toSorted((a, b) => a - b)]).toEqual(['passed', [1, 2]]);
  });

  it('are tied where nothing before tells two apart, and drawn by the seed', () => {
    const equal: readonly Ballot[] = [
      [2, 1],
      [2, 2],
      [2, 3],
    ];
    const open = told('scottish', 2, equal);
    expect(open).toMatchObject({ outcome: 'tied', reason: 'options-tied', count: { winners: [] } });
    expect(open.count.tied).toHaveLength(3);
    const drawn = told('scottish', 2, equal, 'a seed');
    expect(drawn).toMatchObject({ outcome: 'passed', reason: 'lot-drawn' });
    expect(drawn.count.winners).toHaveLength(2);
  });

  it('go by earlier rounds before anything is left open', () => {
    // Ben and Cyn are level when Dov is out; Ben had more first choices.
    const { outcome, count: counted } = told('scottish', 1, [
      [5, 1],
      [3, 2],
      [2, 3],
      [1, 4, 3],
    ]);
    expect([outcome, counted.winners]).toEqual(['passed', [1]]);
    expect(counted.steps?.ties).toMatchObject([{ brokenBy: 'previous-rounds', chosen: [2] }]);
  });

  it('are tied without an account where ties fall in more ways than are followed', () => {
    const many = Array.from({ length: 50 }, (_one, at) => `Option ${at + 1}`);
    const groups = many.map((_one, at) => ({ mark: ranks(at + 1), ballots: 1, weight: 1n }));
    const held = rule('scottish', 5, { options: many });
    expect(countVote(held, groups, size, null)).toMatchObject({
      outcome: 'tied',
      count: { steps: null, tied: [], castWeight: '50' },
    });
  });

  it.each([
    ['scottish', 'scottish'],
    ['meek', 'meek-prf'],
    ['warren', 'warren'],
  ])('by %s are those of the counting library, ballot by ballot', (method, variant) => {
    const orders = fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 1 });
    let elections = 0;
    fc.assert(
      fc.property(fc.array(orders, { minLength: 5, maxLength: 12 }), (rankings) => {
        if (new Set(rankings.flat()).size < options.length) return;
        const ballots = rankings.map((numbers) => [1, numbers.map((one) => one - 1)] as const);
        const tie = 'previous-rounds,report';
        const request = { method: 'stv', variant, options: { tie } };
        const result = count(rankedElection({ candidates: options, seats: 2 }, ballots), request);
        const one = told(
          method,
          2,
          rankings.map((numbers) => [1, ...numbers] as const),
        );
        const sets = (result.outcomes ?? [result]).map(({ winnerIndexes }) =>
          winnerIndexes.map((index) => index + 1),
        );
        if (sets.length > 1) expect(one.count.tied).toHaveLength(sets.length);
        else expect(one.count.winners).toEqual(sets[0]);
        elections += 1;
      }),
      { numRuns: 60 },
    );
    expect(elections).toBeGreaterThan(20);
  });
});

describe('a ballot of STV', () => {
  const check = (said: unknown, maximum: number | null = null) => {
    const held = rule('scottish', 2, { maximum });
    const kind = ballotKindOf(held);
    const mark = kind.mark.safeParse(said);
    if (!mark.success) return 'BALLOT_MARK_INVALID';
    try {
      kind.check(mark.data, { rule: held, reason: null });
      return 'sound';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it.each([
    [ranks(2, 1), null, 'sound'],
    [ranks(), null, 'sound'],
    [ranks(6), null, 'OPTION_UNKNOWN'],
    [ranks(1, 2, 3), 2, 'OPTIONS_TOO_MANY'],
    [ranks(1, 1), null, 'OPTION_REPEATED'],
    [{ ranks: [1, 2].map((option) => ({ option, rank: 1 })) }, null, 'RANK_REPEATED'],
    [{ ranks: [{ option: 1, rank: 2 }] }, null, 'RANK_SKIPPED'],
    [{ option: 1 }, null, 'BALLOT_MARK_INVALID'],
  ])('that says %j is %s', (said, maximum, code) => {
    expect(check(said, maximum)).toBe(code);
  });

  it('has fewer seats to fill than options', () => {
    const held = rule('scottish', 5);
    expect(ballotKindOf(held).contradiction(held)).not.toBeNull();
    expect(ballotKindOf(held).contradiction(rule('scottish', 4))).toBeNull();
  });
});
