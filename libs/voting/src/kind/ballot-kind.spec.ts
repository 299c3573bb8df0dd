import { describe, expect, it } from 'vitest';
import { countVote, mayCloseEarly } from '../count/count-vote.js';
import { plainKind, ruleLike } from '../testing/rules.js';
import { allBallotKinds, ballotKindOf, defineBallotKind, findBallotKind } from './ballot-kind.js';

const size = { electorateWeight: 3n, activeMembersWeight: 3n };

describe('a ballot kind', () => {
  it.each(['a', 'ab', 'a-name-of-words', `k${'x'.repeat(59)}`])('may be called %s', (name) => {
    expect(findBallotKind(name)).toBeNull();
    const kind = plainKind(name);
    expect(findBallotKind(name)).toBe(kind);
    expect(ballotKindOf({ ...ruleLike(), ballotKind: name })).toBe(kind);
    expect(() => plainKind(name)).toThrow('declared twice');
  });

  it.each(['', '-a', 'A', 'aB', 'a b', 'a1', 'a_b', ' a', 'a\n', `k${'x'.repeat(60)}`])(
    'is not called %j',
    (name) => {
      expect(() => plainKind(name)).toThrow('not kebab-case');
      expect(findBallotKind(name)).toBeNull();
    },
  );

  it('that cannot tell what is certain never closes early', () => {
    const rule = { ...ruleLike(), ballotKind: plainKind('uncertain').name };
    const early = { ...rule, earlyClose: { when: 'outcome-certain' } as const };
    expect(mayCloseEarly(early, [], size)).toBe(false);
    expect(mayCloseEarly(rule, [], size)).toBe(false);
  });

  it('closes early under no rule that does not, however certain it is', () => {
    const rule = { ...ruleLike(), ballotKind: 'always-certain' };
    defineBallotKind({
      ...plainKind('hardly-certain'),
      name: rule.ballotKind,
      certain: () => true,
    });
    const early = { ...rule, earlyClose: { when: 'outcome-certain' } as const };
    expect(mayCloseEarly(early, [], size)).toBe(true);
    expect(mayCloseEarly(rule, [], size)).toBe(false);
  });

  it('is one of all that were declared', () => {
    const before = allBallotKinds();
    const kind = plainKind('listed');
    expect(allBallotKinds()).toEqual([...before, kind]);
  });

  it('that draws no lots is never asked to', () => {
    const tied = { ...ruleLike({ tieRule: 'lot' }), ballotKind: plainKind('drawless').name };
    expect(countVote(tied, [], size, null).outcome).toBe('tied');
    expect(() => countVote(tied, [], size, 'seed')).toThrow('drawless cannot break a tie by lot');
  });
});
