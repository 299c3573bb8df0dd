import '@rochdale/voting';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleLike } from '../testing/decision-world.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { haveCandidates, namedCount, namedOptions, withCandidates } from './proposal-options.js';

const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
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

  it('are told in words by no label but their own, whatever people are called', () => {
    const called = fc.constantFrom('Ada', 'Candidate 1', 'Candidate 12', '$1', '');
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('1', '2', '12'), called), (told) => {
        const names = new Map(Object.entries(told).map(([place, name]) => [Number(place), name]));
        const say = (place: number) => names.get(place) ?? `Candidate ${place}`;
        const count = {
          account: ['Candidate 12 beats Candidate 1, not Candidate 2.'],
          totals: [1],
        };
        expect(namedCount(count, names)).toEqual({
          account: [`${say(12)} beats ${say(1)}, not ${say(2)}.`],
          totals: [1],
        });
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
