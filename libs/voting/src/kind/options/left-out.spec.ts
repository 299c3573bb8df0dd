import { canonicalJson } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../voting.kinds.js';
import { countVote, leftOutIn, mayCloseEarly } from '../../count/count-vote.js';
import type { VoteRule } from '../../rule/vote-rule.js';
import { ballotsFor, grouped, held, optionRules as rules } from '../../testing/option-votes.js';
import { ballotKindOf, presentReading } from '../ballot-kind.js';
import type { OptionCount } from './option-count.js';

const size = { electorateWeight: 30n, activeMembersWeight: 30n };
const chosen = Object.entries(rules).filter(([, rule]) => ballotKindOf(rule).without !== undefined);
const run = (rule: VoteRule, groups: ReturnType<typeof grouped>, leftOut: readonly number[]) =>
  countVote(rule, groups, size, null, presentReading, leftOut);

describe.each(chosen)('a vote by %s that somebody is left out of', (_name, rule) => {
  it('elects who would win without them, and says so in its own shape', () => {
    const some = fc.subarray([1, 2, 3], { minLength: 1 });
    fc.assert(
      fc.property(ballotsFor(rule), some, (ballots, leftOut) => {
        const { outcome, count: counted } = run(rule, grouped(ballots), leftOut);
        const { winners, tied, castWeight } = counted as OptionCount;
        expect([winners, ...tied].flat().some((number) => leftOut.includes(number))).toBe(false);
        expect(leftOutIn(counted)).toEqual(leftOut);
        const onRecord: unknown = JSON.parse(canonicalJson(counted));
        expect(ballotKindOf(rule).counted.parse(onRecord)).toEqual(onRecord);
        // As if nobody had named them on any ballot.
        const others = ballots.map(({ mark, weight }) => ({
          mark: ballotKindOf(rule).without?.(mark, new Set(leftOut)),
          weight,
        }));
        expect(run(rule, grouped(others), leftOut).count).toEqual(counted);
        expect(castWeight).toBe(ballots.reduce((sum, { weight }) => sum + weight, 0n).toString());
        if (leftOut.length === 3) expect(outcome).toBe('rejected');
      }),
      { numRuns: 30 },
    );
  });

  it('is told apart without its ballots as well as any other', () => {
    const kind = ballotKindOf(rule);
    fc.assert(
      fc.property(ballotsFor(rule), fc.constantFrom(1, 2, 3), (ballots, out) => {
        const verdict = run(rule, grouped(ballots), [out]);
        const told: object = JSON.parse(canonicalJson(verdict.count)) as object;
        const vote = { rule: { ...rule, leftOut: [out] }, size, reading: presentReading };
        const { outcome, reason } = kind.countTold?.(told, vote, null) ?? verdict;
        expect([outcome, reason]).toEqual([verdict.outcome, verdict.reason]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('ballots for who is left out', () => {
  const ranks = (...numbers: number[]) => ({
    ranks: numbers.map((option, at) => ({ option, rank: at + 1 })),
  });

  it('pass on to whom they name besides, in so many words', () => {
    const groups = grouped([
      { mark: ranks(1, 2), weight: 5n },
      { mark: ranks(3), weight: 3n },
    ]);
    const rule = held('stv', { method: 'scottish', winners: 1, maximum: null });
    expect(run(rule, groups, []).count).toMatchObject({ winners: [1] });
    const { count: counted } = run(rule, groups, [1]);
    expect(counted).toMatchObject({ winners: [2], leftOut: [1] });
    expect((counted as OptionCount).steps?.account[0]).toBe(
      'Red is a candidate who is no more eligible: ballots pass on to whom they name besides, ' +
        'and who names nobody else takes no side.',
    );
  });

  it('make no lead safe, so that nobody is waited for in vain', () => {
    const rule = held(
      'single-choice',
      { winnerNeeds: null },
      { earlyClose: { when: 'outcome-certain' } },
    );
    const groups = grouped([{ mark: { option: 1 }, weight: 20n }]);
    expect(mayCloseEarly(rule, groups, size)).toBe(true);
    expect(mayCloseEarly(rule, groups, size, [1])).toBe(false);
  });
});
