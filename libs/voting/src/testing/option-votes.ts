import { canonicalJson } from '@rochdale/platform';
import fc from 'fast-check';
import '../voting.kinds.js';
import type { BallotGroup } from '../kind/ballot-kind.js';
import { ballotKindOf } from '../kind/ballot-kind.js';
import type { VoteRule } from '../rule/vote-rule.js';
import { ruleLike } from './rules.js';

export const options = ['Red', 'Green', 'Blue'];
const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
/** A rule of a kind, as it is frozen. */
export const held = (ballotKind: string, own: object, common: object = {}): VoteRule =>
  ({ ...plain, ballotKind, options, ...own, ...common }) as VoteRule;

const needs = { share: '1/2', strict: true, of: 'cast' };
export const spending = {
  currency: 'EUR',
  budgetMinor: '900',
  costsMinor: ['400', '500', '300'],
  minimumSpendMinor: null,
  incompatible: [[1, 3]],
};
/** One rule of each way to count. */
export const optionRules: Readonly<Record<string, VoteRule>> = {
  'single choice': held('single-choice', { winnerNeeds: null }),
  majority: held('single-choice', { winnerNeeds: needs }),
  approval: held('approval', { winners: 1, maximum: null, winnerNeeds: null }),
  'two approved': held('approval', { winners: 2, maximum: null, winnerNeeds: needs }),
  'the two most approved': held('approval', { winners: 2, maximum: null, winnerNeeds: null }),
  irv: held('ranking', { method: 'irv', equalRanks: false, maximum: null }),
  schulze: held('ranking', { method: 'schulze', equalRanks: false, maximum: null }),
  'ranked pairs': held('ranking', { method: 'ranked-pairs', equalRanks: false, maximum: null }),
  borda: held('ranking', { method: 'borda', equalRanks: false, maximum: null }),
  scottish: held('stv', { method: 'scottish', winners: 2, maximum: null }),
  meek: held('stv', { method: 'meek', winners: 2, maximum: null }),
  warren: held('stv', { method: 'warren', winners: 2, maximum: null }),
  score: held('score', { method: 'score', highest: 5 }),
  star: held('score', { method: 'star', highest: 5 }),
  judgment: held('score', { method: 'majority-judgment', highest: 5 }),
  times: held('time-poll', { winners: 1, ifNeedBe: true }),
  'two times': held('time-poll', { winners: 2, ifNeedBe: true }),
  'a budget': held('budget', { method: 'greedy', maximum: null, spending }),
  'equal shares': held('budget', { method: 'equal-shares', maximum: null, spending }),
  dots: held('dots', { winners: 1, dots: 6, maximumEach: null }),
  'the two with the most dots': held('dots', { winners: 2, dots: 6, maximumEach: null }),
};

const sub = fc.shuffledSubarray([1, 2, 3]);
const ranksIn = (chosen: readonly number[]) => ({
  ranks: chosen.map((option, at) => ({ option, rank: at + 1 })),
});
const marks: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  'single-choice': fc.constantFrom(null, 1, 2, 3).map((option) => ({ option })),
  approval: sub.map((chosen) => ({ options: chosen })),
  ranking: sub.map(ranksIn),
  stv: sub.map(ranksIn),
  score: fc
    .tuple(sub, fc.array(fc.nat(5), { minLength: 3, maxLength: 3 }))
    .map(([chosen, scores]) => ({
      scores: chosen.map((option, at) => ({ option, score: scores[at] })),
    })),
  budget: sub.map((projects) => ({ projects })),
  'time-poll': sub.map((chosen) => ({
    times: chosen.map((option) => ({ option, answer: option > 1 ? 'yes' : 'if-need-be' })),
  })),
  dots: sub.map((chosen) => ({ dots: chosen.map((option, at) => ({ option, dots: at + 1 })) })),
};

/** Ballots that such a vote may have. */
export const ballotsFor = (rule: VoteRule) => {
  const { mark } = ballotKindOf(rule);
  const said = (marks[rule.ballotKind] ?? fc.constant(null)).map((one) => mark.parse(one));
  return fc.array(fc.record({ mark: said, weight: fc.bigInt({ min: 1n, max: 3n }) }), {
    maxLength: 7,
  });
};

/** As the database groups ballots: those that say the same together. */
export function grouped(ballots: readonly { readonly mark: unknown; readonly weight: bigint }[]) {
  const found = new Map<string, BallotGroup<unknown>>();
  for (const { mark, weight } of ballots) {
    const key = canonicalJson(mark);
    const known = found.get(key) ?? { mark, ballots: 0, weight: 0n };
    found.set(key, { mark, ballots: known.ballots + 1, weight: known.weight + weight });
  }
  return [...found.values()];
}
