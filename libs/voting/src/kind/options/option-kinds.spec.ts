import { canonicalJson } from '@rochdale/platform';
import { approvalElection, count, rankedElection, scoreElection } from '@rochdale/tally';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../voting.kinds.js';
import { countVote, mayCloseEarly } from '../../count/count-vote.js';
import type { VoteRule } from '../../rule/vote-rule.js';
import {
  ballotsFor,
  grouped,
  optionRules as rules,
  options,
  spending,
} from '../../testing/option-votes.js';
import { ballotKindOf } from '../ballot-kind.js';
import type { OptionCount } from './option-count.js';

/** The same ballot, the options in another order: `place[n - 1]` is option n's number. */
function renumbered(said: unknown, place: readonly number[]): unknown {
  const at = (number: number | null) => (number === null ? null : place[number - 1]);
  const lists = Object.entries(said as object).map(([name, value]: [string, unknown]) => {
    if (!Array.isArray(value)) return [name, at(value as number | null)];
    const moved = value.map((one: number | { option: number }) =>
      typeof one === 'number' ? at(one) : { ...one, option: at(one.option) },
    );
    return [name, moved];
  });
  return Object.fromEntries(lists);
}

/** The rule of such a vote, with what projects cost in their new order. */
function ruleOf(rule: VoteRule, place: readonly number[]): VoteRule {
  const names = options.map((_one, at) => `Option ${at + 1}`);
  if (rule.ballotKind !== 'budget') return { ...rule, options: names } as VoteRule;
  const costsMinor = place.map((_one, at) => spending.costsMinor[place.indexOf(at + 1)]);
  const incompatible = spending.incompatible.map((all) => all.map((one) => place[one - 1]));
  const moved = { ...spending, costsMinor, incompatible };
  return { ...rule, options: names, spending: moved } as VoteRule;
}

const size = { electorateWeight: 30n, activeMembersWeight: 30n };
const each = Object.entries(rules);

describe.each(each)('votes by %s', (_name, rule) => {
  const kind = ballotKindOf(rule);
  const run = (ballots: Parameters<typeof grouped>[0], seed: string | null = null) =>
    countVote(
      { ...rule, tieRule: seed === null ? 'status-quo' : 'lot' },
      grouped(ballots),
      size,
      seed,
    );

  it('come to the same in whichever order ballots are cast, and in the shape that is told', () => {
    fc.assert(
      fc.property(ballotsFor(rule), (ballots) => {
        const verdict = run(ballots);
        expect(run(ballots.toReversed())).toEqual(verdict);
        const onRecord: unknown = JSON.parse(canonicalJson(verdict.count));
        expect(kind.counted.parse(onRecord)).toEqual(onRecord);
        const { winners } = verdict.count as OptionCount;
        expect(winners.length > 0).toBe(verdict.outcome === 'passed');
      }),
      { numRuns: 40 },
    );
  });

  it('come to the same whatever options are called, and in whichever order they stand', () => {
    const orders = fc.shuffledSubarray([1, 2, 3], { minLength: 3 });
    fc.assert(
      fc.property(ballotsFor(rule), orders, (ballots, place) => {
        const moved = ruleOf(rule, place);
        const others = ballots.map(({ mark, weight }) => ({
          mark: kind.mark.parse(renumbered(mark, place)),
          weight,
        }));
        const sets = ({ count: counted }: ReturnType<typeof countVote>) => {
          const { winners, tied } = counted as OptionCount;
          return [winners, ...tied];
        };
        const one = countVote(rule, grouped(ballots), size, null);
        const other = countVote(moved, grouped(others), size, null);
        const told = sets(one).map((set) => set.map((number) => place[number - 1]));
        const inOrder = (all: readonly (readonly (number | undefined)[])[]) =>
          all.map((set) => set.map(String).toSorted().join()).toSorted();
        expect(other.outcome).toBe(one.outcome);
        expect(inOrder(sets(other))).toEqual(inOrder(told));
      }),
      { numRuns: 40 },
    );
  });

  it('leave a tie open, or draw it by a seed among those that tie', () => {
    fc.assert(
      fc.property(ballotsFor(rule), fc.string({ minLength: 4, maxLength: 8 }), (ballots, seed) => {
        const open = run(ballots);
        const drawn = run(ballots, seed);
        if (open.outcome !== 'tied') {
          expect(drawn.outcome).toBe(open.outcome);
          return;
        }
        const { winners } = drawn.count as OptionCount;
        const { tied } = open.count as OptionCount;
        const ordered = (set: readonly number[]) => set.toSorted((a, b) => a - b);
        expect(tied.map(ordered)).toContainEqual(ordered(winners));
        expect(run(ballots, seed)).toEqual(drawn);
      }),
      { numRuns: 40 },
    );
  });

  it('end early only where no ballot of who is silent could alter the outcome', () => {
    const voting = ballotsFor(rule);
    const early = { ...rule, earlyClose: { when: 'outcome-certain' } as const };
    fc.assert(
      fc.property(voting, voting, (cast, others) => {
        const silent = others.slice(0, 2);
        const weigh = (ballots: typeof cast) =>
          ballots.reduce((sum, { weight }) => sum + weight, 0n);
        const all = weigh(cast) + weigh(silent);
        if (all === 0n) return;
        const sizes = { electorateWeight: all, activeMembersWeight: all };
        if (!mayCloseEarly(early, grouped(cast), sizes)) return;
        const told = (ballots: typeof cast) => {
          const { outcome, count: counted } = countVote(early, grouped(ballots), sizes, null);
          const { winners } = counted as OptionCount;
          return { outcome, winners: winners.toSorted((a, b) => a - b) };
        };
        for (const next of [silent, silent.slice(1)]) {
          expect(told([...cast, ...next])).toEqual(told(cast));
        }
      }),
      { numRuns: 60 },
    );
  });
});

const winnerOf = (name: string, ballots: Parameters<typeof grouped>[0]) =>
  (countVote(rules[name] as VoteRule, grouped(ballots), size, null).count as OptionCount).winners;
/** How many elections were compared; the rest were tied, or had no ballots with a side. */
const compared = (
  name: string,
  recount: (ballots: readonly { mark: never; weight: bigint }[]) => ReturnType<typeof count>,
): number => {
  let elections = 0;
  fc.assert(
    fc.property(ballotsFor(rules[name] as VoteRule), (ballots) => {
      const kind = ballotKindOf(rules[name] as VoteRule);
      const sides = ballots.filter(({ mark }) => !kind.abstains(mark));
      if (sides.length === 0) return;
      const result = recount(sides as never);
      const told = countVote(rules[name] as VoteRule, grouped(ballots), size, null);
      if (result.outcomes !== undefined) return;
      if (told.outcome !== 'passed') {
        expect(told.reason).toBe('share-not-reached');
        return;
      }
      elections += 1;
      expect(winnerOf(name, ballots)).toEqual(result.winnerIndexes.map((index) => index + 1));
    }),
    { numRuns: 60 },
  );
  return elections;
};
const tie = { tie: 'report' };

describe('the winner', () => {
  it('by choices and dots is that of the counting library, ballot by ballot', () => {
    const elections: number[] = [];
    const compares = (...asked: Parameters<typeof compared>) => elections.push(compared(...asked));
    compares('approval', (ballots) =>
      count(
        approvalElection(
          { candidates: options },
          ballots.map(({ mark, weight }) => {
            const { options: chosen } = mark as { options: number[] };
            return [weight, chosen.map((number) => number - 1)];
          }),
        ),
        { method: 'approval', variant: 'approval', options: tie },
      ),
    );
    for (const name of ['single choice', 'majority']) {
      compares(name, (ballots) =>
        count(
          approvalElection(
            { candidates: options },
            ballots.map(({ mark, weight }) => [weight, [(mark as { option: number }).option - 1]]),
          ),
          { method: 'plurality', variant: 'fptp', options: tie },
        ),
      );
    }
    compares('dots', (ballots) =>
      count(
        scoreElection(
          { candidates: options },
          ballots.map(({ mark, weight }) => {
            const { dots } = mark as { dots: { option: number; dots: number }[] };
            const given = (at: number) => dots.find(({ option }) => option === at + 1);
            return [weight, options.map((_option, at) => given(at)?.dots ?? 0)];
          }),
          'allocation',
        ),
        { method: 'dot-voting', variant: 'dots', options: { ...tie, purse: 6 } },
      ),
    );
    expect(Math.min(...elections)).toBeGreaterThan(0);
  });

  it('by rankings and scores is that of the counting library, ballot by ballot', () => {
    const elections: number[] = [];
    const compares = (...asked: Parameters<typeof compared>) => elections.push(compared(...asked));
    for (const [name, method, variant] of [
      ['irv', 'irv', 'irv-single-elimination'],
      ['schulze', 'schulze', 'winning'],
      ['ranked pairs', 'ranked-pairs', 'winning'],
      ['borda', 'borda', 'n-1..0'],
    ] as const) {
      compares(name, (ballots) =>
        count(
          rankedElection(
            { candidates: options },
            ballots.map(({ mark, weight }) => {
              const { ranks } = mark as { ranks: { option: number; rank: number }[] };
              const best = ranks.toSorted((a, b) => a.rank - b.rank);
              return [weight, best.map(({ option }) => option - 1)];
            }),
          ),
          {
            method,
            variant,
            options: { tie: name === 'irv' ? 'previous-rounds,report' : 'report' },
          },
        ),
      );
    }
    for (const [name, method, variant] of [
      ['score', 'score', 'sum'],
      ['star', 'star', 'star'],
      ['judgment', 'majority-judgment', 'majority-judgment'],
    ] as const) {
      compares(name, (ballots) =>
        count(
          scoreElection(
            { candidates: options },
            ballots.map(({ mark, weight }) => {
              const { scores } = mark as { scores: { option: number; score: number }[] };
              const given = (at: number) => scores.find(({ option }) => option === at + 1);
              return [weight, options.map((_option, at) => given(at)?.score ?? 0)];
            }),
          ),
          { method, variant, options: { ...tie, ...(name === 'star' ? { 'top-score': 5 } : {}) } },
        ),
      );
    }
    expect(Math.min(...elections)).toBeGreaterThan(0);
  });
});

describe('a lot between rankings that are equally right', () => {
  it('decides, though the count goes on to list them', () => {
    const rule = { ...rules['ranked pairs'], tieRule: 'lot' } as VoteRule;
    const first = (weight: bigint, ...numbers: number[]) => ({
      mark: { ranks: numbers.map((option, at) => ({ option, rank: at + 1 })) },
      weight,
    });
    const groups = grouped([first(1n, 2, 1), first(3n, 3, 2), first(3n, 1, 3)]);
    const drawn = (seed: string) => countVote(rule, groups, size, seed);
    expect(countVote(rule, groups, size, null).count).toMatchObject({ tied: [[1], [3]] });
    expect(drawn('    ')).toMatchObject({ reason: 'lot-drawn', count: { winners: [1], tied: [] } });
    expect(drawn('abc')).toMatchObject({ reason: 'lot-drawn', count: { winners: [3], tied: [] } });
  });
});

describe('a ballot', () => {
  const check = (rule: VoteRule, said: unknown) => {
    const kind = ballotKindOf(rule);
    const mark = kind.mark.safeParse(said);
    if (!mark.success) return 'BALLOT_MARK_INVALID';
    try {
      kind.check(mark.data, { rule, reason: null });
      return 'sound';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const ranks = (...pairs: [number, number][]) => ({
    ranks: pairs.map(([option, rank]) => ({ option, rank })),
  });
  const scores = (...pairs: [number, number][]) => ({
    scores: pairs.map(([option, score]) => ({ option, score })),
  });
  const dots = (...pairs: [number, number][]) => ({
    dots: pairs.map(([option, given]) => ({ option, dots: given })),
  });
  const rule = (name: string, changes: object = {}) => ({ ...rules[name], ...changes }) as VoteRule;
  const equal = { method: 'schulze', equalRanks: true };

  it.each<[string, VoteRule, unknown, string]>([
    ['names one option', rule('single choice'), { option: 3 }, 'sound'],
    ['names none', rule('single choice'), { option: null }, 'sound'],
    ['names one that is not there', rule('single choice'), { option: 4 }, 'OPTION_UNKNOWN'],
    ['names a zeroth', rule('single choice'), { option: 0 }, 'BALLOT_MARK_INVALID'],
    ['names half a one', rule('single choice'), { option: 1.5 }, 'BALLOT_MARK_INVALID'],
    ['says more', rule('single choice'), { option: 1, why: '' }, 'BALLOT_MARK_INVALID'],
    ['is of another kind', rule('single choice'), 'agree', 'BALLOT_MARK_INVALID'],
    ['approves of all', rule('approval'), { options: [3, 1, 2] }, 'sound'],
    ['approves twice', rule('approval'), { options: [1, 2, 1] }, 'OPTION_REPEATED'],
    ['approves of a stranger', rule('approval'), { options: [1, 9] }, 'OPTION_UNKNOWN'],
    ['approves of the most', rule('approval', { maximum: 2 }), { options: [1, 3] }, 'sound'],
    [
      'approves too much',
      rule('approval', { maximum: 1 }),
      { options: [1, 2] },
      'OPTIONS_TOO_MANY',
    ],
    ['ranks some', rule('irv'), ranks([2, 1], [1, 2]), 'sound'],
    ['ranks one twice', rule('irv'), ranks([2, 1], [2, 2]), 'OPTION_REPEATED'],
    ['ranks a stranger', rule('irv'), ranks([4, 1]), 'OPTION_UNKNOWN'],
    ['ranks two alike', rule('irv'), ranks([1, 1], [2, 1]), 'RANK_REPEATED'],
    ['ranks two alike where it may', rule('irv', equal), ranks([1, 1], [2, 1], [3, 2]), 'sound'],
    ['leaves out a rank', rule('irv'), ranks([1, 1], [2, 3]), 'RANK_SKIPPED'],
    ['begins with the second', rule('irv'), ranks([1, 2]), 'RANK_SKIPPED'],
    ['ranks too many', rule('irv', { maximum: 1 }), ranks([1, 1], [2, 2]), 'OPTIONS_TOO_MANY'],
    ['scores from end to end', rule('star'), scores([1, 0], [2, 5]), 'sound'],
    ['scores above the top', rule('star'), scores([1, 6]), 'SCORE_OFF_SCALE'],
    ['scores below nothing', rule('star'), scores([1, -1]), 'SCORE_OFF_SCALE'],
    ['scores one twice', rule('star'), scores([1, 1], [1, 1]), 'OPTION_REPEATED'],
    ['scores a stranger', rule('star'), scores([7, 1]), 'OPTION_UNKNOWN'],
    ['gives all its dots', rule('dots'), dots([1, 2], [3, 4]), 'sound'],
    ['gives one too many', rule('dots'), dots([1, 3], [3, 4]), 'DOTS_TOO_MANY'],
    ['heaps them', rule('dots', { maximumEach: 2 }), dots([1, 3]), 'DOTS_TOO_MANY'],
    ['gives none', rule('dots'), dots([1, 0]), 'BALLOT_MARK_INVALID'],
    ['gives twice', rule('dots'), dots([1, 1], [1, 1]), 'OPTION_REPEATED'],
    ['gives to a stranger', rule('dots'), dots([9, 1]), 'OPTION_UNKNOWN'],
  ])('that %s', (_name, under, said, code) => {
    expect(check(under, said)).toBe(code);
  });

  it('says the same alike, in whichever order', () => {
    const { mark } = ballotKindOf(rule('irv'));
    expect(mark.parse(ranks([2, 1], [1, 2]))).toEqual(mark.parse(ranks([1, 2], [2, 1])));
  });
});

describe('a rule of options', () => {
  it.each<[string, string, object]>([
    ['as many winners as options', 'approval', { winners: 3 }],
    ['as many winners of dots', 'dots', { winners: 3 }],
    ['equal ranks in a run-off', 'irv', { equalRanks: true }],
    ['a super-quorum', 'star', { earlyClose: { when: 'super-quorum', agreeShare: '3/4' } }],
  ])('cannot mean %s', (_name, name, changes) => {
    const rule = { ...rules[name], ...changes } as VoteRule;
    expect(ballotKindOf(rule).contradiction(rule)).not.toBeNull();
    expect(ballotKindOf(rule).contradiction(rules[name] as VoteRule)).toBeNull();
  });
});
