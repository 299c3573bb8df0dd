import { countVote } from '@rochdale/voting';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleLike } from '../testing/decision-world.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import {
  haveCandidates,
  namedOptions,
  namedRule,
  withBrought,
  withCandidates,
} from './proposal-options.js';

const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
const bigints = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `${value}` : value;
const choice = { ...plain, ballotKind: 'single-choice', winnerNeeds: null } as DecisionRule;

describe('members among the options', () => {
  it('come after the texts, each by the number of its option', () => {
    expect(withCandidates(choice, ['Nobody'], ['one', 'other'])).toEqual([
      'Nobody',
      'Candidate 2',
      'Candidate 3',
    ]);
    expect(withCandidates(choice, null, [])).toBeNull();
  });

  it('stand once each, and where a proposal brings what it is between', () => {
    expect(() => withCandidates(choice, null, ['one', 'one'])).toThrow(/twice/);
    expect(() => withCandidates(ruleLike(), null, ['one'])).toThrow(/no options of its own/);
  });

  it('are named in every word of a count, and what a proposer wrote stays as it is', () => {
    const called = fc.constantFrom(
      'Ada',
      'Candidate 1',
      'Candidate 12',
      '$1',
      'Candidate 3, erased',
    );
    const wrote = fc.constantFrom('Not Candidate 2', 'Candidate 2 and 3', 'Nobody');
    const ballots = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 9 });
    const size = { electorateWeight: 9n, activeMembersWeight: 9n };
    fc.assert(
      fc.property(wrote, called, called, ballots, (text, one, other, said) => {
        const options = withCandidates(choice, [text], ['one', 'other']);
        const rule = { ...choice, options } as DecisionRule;
        const names = new Map([
          [2, one],
          [3, other],
        ]);
        const groups = said.map((option) => ({ mark: { option }, ballots: 1, weight: 1n }));
        const named = namedRule(rule, names);
        const plain = { ...choice, options: [text, 'zqone', 'zqother'] } as DecisionRule;
        const told = (under: DecisionRule) => countVote(under, groups, size, null);
        const words = (under: DecisionRule) => JSON.stringify(told(under).count, bigints);
        const expected = words(plain).replaceAll('zqone', one).replaceAll('zqother', other);
        expect(words(named)).toBe(expected);
        expect(told(named).outcome).toBe(told(rule).outcome);
        expect(namedRule(rule, new Map())).toBe(rule);
      }),
    );
  });

  it('are no text that happens to read like one elsewhere, nor words that were forgotten', () => {
    const names = new Map([[2, 'Ada']]);
    expect(namedOptions(['Candidate 2', 'Erased 2'], names)).toEqual(['Candidate 2', 'Erased 2']);
    expect(namedOptions(['Red', 'Candidate 2'], names)).toEqual(['Red', 'Ada']);
    expect(haveCandidates(['Candidate 2', 'Red'])).toBe(false);
    expect(haveCandidates(['Red', 'Candidate 2'])).toBe(true);
  });
});

describe('what a vote is between', () => {
  const brought = (options: string[]) => withBrought(choice, { options, voteTerms: null });
  it.each([
    ['a space that nobody sees', ['Alpha', 'Beta', 'Al\u200Bpha'], '2'],
    ['a mark of direction', ['Alpha', '\u202EAlpha'], '1'],
    ['a compatible form', ['Alpha', 'Ａｌｐｈａ'], '1'],
    ['nothing that is seen', ['Alpha', '\u2060'], '1'],
  ])('is told apart by more than %s', (_name, options, place) => {
    expect(() => brought(options)).toThrow(
      expect.objectContaining({
        code: 'PROPOSAL_OPTIONS_INVALID',
        path: ['options', place],
      }) as Error,
    );
  });

  it('is told apart by a letter, in any alphabet', () => {
    expect(brought(['Alpha', 'Alphb', 'Альфа']).brought.options).toHaveLength(3);
  });
});
