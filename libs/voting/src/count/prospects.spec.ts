import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../kind/stances/stances.kind.js';
import { stanceNames } from '../kind/stances/stances.js';
import type { StanceRule } from '../testing/rules.js';
import { plainKind, ruleLike } from '../testing/rules.js';
import { mayCloseEarly } from './count-vote.js';
import { couldPass, mayEndWith } from './prospects.js';

const size = (electorateWeight: bigint, activeMembersWeight = electorateWeight) => ({
  electorateWeight,
  activeMembersWeight,
});
const group = (mark: string, ballots: number, weight = BigInt(ballots)) => ({
  mark,
  ballots,
  weight,
});
const quorum = (share: string, of: 'electorate' | 'active-members'): StanceRule['quorum'] => ({
  share,
  of,
  counts: 'ballots',
});

describe('a rule that could pass', () => {
  it('does so when all agree, or where silence is consent', () => {
    expect(couldPass(ruleLike(), size(3n), 3)).toBe(true);
    const lazy = ruleLike({
      decision: { kind: 'lazy', objectionsToReject: 1 },
      blocks: { liftedAtShare: null },
    });
    expect(couldPass(lazy, size(3n), 3)).toBe(true);
  });

  it('needs no larger quorum than may vote', () => {
    const half = (of: 'electorate' | 'active-members') => ruleLike({ quorum: quorum('1/2', of) });
    expect(couldPass(half('electorate'), size(3n, 27n), 3)).toBe(true);
    expect(couldPass(half('active-members'), size(3n, 27n), 3)).toBe(false);
    expect(couldPass(half('active-members'), size(14n, 27n), 14)).toBe(true);
  });

  it('asks no larger share of a body than may vote', () => {
    const agree = { share: '1/2', strict: true, of: 'active-members' } as const;
    const rule = ruleLike({ decision: { kind: 'threshold', agree } });
    expect(couldPass(rule, size(13n, 27n), 13)).toBe(false);
    expect(couldPass(rule, size(14n, 27n), 14)).toBe(true);
  });

  it('is believed of marks without number', () => {
    plainKind('without-number');
    expect(couldPass({ ...ruleLike(), ballotKind: 'without-number' }, size(1n), 1)).toBe(true);
  });
});

describe('a ballot that may end the vote', () => {
  const certain = ruleLike({ blocks: null, stances: ['agree', 'abstain', 'disagree'] });
  const early = { ...certain, earlyClose: { when: 'outcome-certain' as const } };
  const newcomer = { weight: 1n, markJson: null };

  it('is none where votes last their time', () => {
    expect(mayEndWith(certain, [group('agree', 2)], size(3n), newcomer)).toBe(false);
    expect(mayEndWith(certain, null, size(3n), newcomer)).toBe(false);
  });

  it('is the one after which the silent alter nothing', () => {
    expect(mayEndWith(early, [], size(4n), newcomer)).toBe(false);
    expect(mayEndWith(early, [group('agree', 1)], size(4n), newcomer)).toBe(false);
    // Three of four on one side.
    expect(mayEndWith(early, [group('agree', 2)], size(4n), newcomer)).toBe(true);
    // Three of five leave two, who cannot reach them.
    expect(mayEndWith(early, [group('agree', 2)], size(5n), newcomer)).toBe(true);
  });

  it('counts in place of the ballot that it supersedes', () => {
    const one = { weight: 1n, markJson: '"agree"' };
    expect(mayEndWith(early, [group('agree', 2)], size(4n), one)).toBe(false);
    expect(mayEndWith(early, [group('agree', 1), group('disagree', 2)], size(4n), one)).toBe(true);
    const only = { weight: 3n, markJson: '"agree"' };
    expect(mayEndWith(early, [group('agree', 1, 3n)], size(6n), only)).toBe(false);
    expect(mayEndWith(early, [group('agree', 1, 3n)], size(5n), only)).toBe(true);
  });

  it('is said of every ballot when the count is secret, or the marks are without number', () => {
    expect(mayEndWith(early, null, size(100n), newcomer)).toBe(true);
    plainKind('unforeseen');
    const rule = { ...early, ballotKind: 'unforeseen' };
    expect(mayEndWith(rule, [], size(100n), newcomer)).toBe(true);
  });

  it('is none exactly when every stance leaves the vote open', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(
        weights,
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        (cast, silent, isSuper) => {
          const rule = ruleLike({
            earlyClose: isSuper
              ? { when: 'super-quorum', agreeShare: '2/3' }
              : { when: 'outcome-certain' },
          });
          const groups = stanceNames
            .map((mark, nth) => group(mark, cast[nth] ?? 0))
            .filter(({ ballots }) => ballots > 0);
          const total = size(BigInt(silent + cast.reduce((sum, one) => sum + one, 0)));
          const ends = stanceNames.some((mark) =>
            mayCloseEarly(rule, [...groups, group(mark, 1)], total),
          );
          expect(mayEndWith(rule, groups, total, newcomer)).toBe(ends);
        },
      ),
    );
  });
});
