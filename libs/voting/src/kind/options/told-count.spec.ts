import { canonicalJson } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTold, countVote } from '../../count/count-vote.js';
import { ballotsFor, grouped, optionRules } from '../../testing/option-votes.js';
import type { VoteRule } from '../../rule/vote-rule.js';
import { ballotKindOf, CountApart } from '../ballot-kind.js';
import { isSameSet } from './told-steps.js';

const size = { electorateWeight: 30n, activeMembersWeight: 30n };
const told = Object.entries(optionRules).filter(
  ([, rule]) => ballotKindOf(rule).countSaysMarks !== true,
);
const inJson = (value: unknown): Record<string, unknown> =>
  JSON.parse(canonicalJson(value)) as Record<string, unknown>;

/** The field that the rest contradicts; null where a count could be true. */
function apartIn(rule: VoteRule, count: object, seed: string | null): string | null {
  try {
    countTold(rule, count, size, seed);
    return null;
  } catch (error) {
    if (error instanceof CountApart) return error.field;
    throw error;
  }
}

describe.each(told)('a count by %s that is told without its ballots', (_name, under) => {
  it.each([['status-quo', null] as const, ['lot', 'a seed'] as const])(
    'comes to what its ballots came to, ties by %s',
    (tieRule, seed) => {
      const rule = {
        ...under,
        tieRule,
        quorum: { share: '1/10', of: 'electorate', counts: 'ballots' },
      } as VoteRule;
      fc.assert(
        fc.property(ballotsFor(rule), (ballots) => {
          const { outcome, reason, count } = countVote(rule, grouped(ballots), size, seed);
          const again = countTold(rule, inJson(count), size, seed);
          expect(again).toMatchObject({ outcome, reason });
          expect(inJson(again!.count)).toEqual(inJson(count));
        }),
        { numRuns: 200 },
      );
    },
  );

  it('has no winners by other steps than those that it tells', () => {
    fc.assert(
      fc.property(ballotsFor(under), fc.integer({ min: 1, max: 2 }), (ballots, by) => {
        const { outcome, count } = countVote(under, grouped(ballots), size, null);
        fc.pre(outcome === 'passed');
        const forged = inJson(count);
        const turn = (index: number): number => (index + by) % 3;
        const steps = forged['steps'] as {
          winners: string[];
          winnerIndexes: number[];
          candidates: string[];
        };
        const before = steps.winnerIndexes;
        steps.winnerIndexes = before.map(turn);
        expect(apartIn(under, forged, null)).toBe('steps.winners');
        steps.winners = steps.winnerIndexes.map((index) => steps.candidates[index]!);
        fc.pre(!isSameSet(before, steps.winnerIndexes));
        expect(apartIn(under, forged, null)).toMatch(/^steps\./);
      }),
      { numRuns: 100 },
    );
  });
});
