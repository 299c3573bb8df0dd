import { canonicalJson } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../voting.kinds.js';
import { countVote, mayCloseEarly } from '../../count/count-vote.js';
import { couldPass } from '../../count/prospects.js';
import type { VoteRule } from '../../rule/vote-rule.js';
import { ruleLike } from '../../testing/rules.js';
import { ballotKindOf } from '../ballot-kind.js';

const answers = ['consents', 'concerned', 'stands-aside', 'objects', 'resolved'] as const;
type Answer = (typeof answers)[number];
type Said = Partial<Record<Answer, number>>;

const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
const rule = (changes: object = {}) =>
  ({
    ...plain,
    ballotKind: 'consent',
    objectionsToStop: 1,
    consentsNeeded: 0,
    ...changes,
  }) as VoteRule;
const size = { electorateWeight: 20n, activeMembersWeight: 20n };
const groups = (said: Said) =>
  answers
    .filter((answer) => (said[answer] ?? 0) > 0)
    .map((mark) => ({ mark, ballots: said[mark] ?? 0, weight: BigInt(said[mark] ?? 0) }));
const told = (said: Said, under = rule()) => {
  const { outcome, reason } = countVote(under, groups(said), size, null);
  return [outcome, reason];
};

describe('consent', () => {
  it.each<[string, Said, object, string, string]>([
    ['silence', {}, {}, 'passed', 'no-sufficient-objection'],
    ['a concern', { concerned: 3 }, {}, 'passed', 'no-sufficient-objection'],
    ['an objection', { consents: 9, objects: 1 }, {}, 'rejected', 'objections-stand'],
    ['one that was met', { consents: 9, resolved: 1 }, {}, 'passed', 'no-sufficient-objection'],
    ['one of two', { objects: 1 }, { objectionsToStop: 2 }, 'passed', 'no-sufficient-objection'],
    ['two of two', { objects: 2 }, { objectionsToStop: 2 }, 'rejected', 'objections-stand'],
    [
      'nobody behind it',
      { 'stands-aside': 5 },
      { consentsNeeded: 1 },
      'rejected',
      'consents-missing',
    ],
    ['one behind it', { resolved: 1 }, { consentsNeeded: 1 }, 'passed', 'no-sufficient-objection'],
  ])('where there is %s', (_name, said, changes, outcome, reason) => {
    expect(told(said, rule(changes))).toEqual([outcome, reason]);
  });

  it.each([
    ['ballots', 4, 1, 'passed'],
    ['ballots', 4, 0, 'no-quorum'],
    ['ballots-minus-abstentions', 4, 1, 'no-quorum'],
    ['ballots-minus-abstentions', 5, 0, 'passed'],
  ])('of a quarter, by %s, with %i and %i aside, is %s', (counts, consents, aside, outcome) => {
    const quorum = { share: '1/4', of: 'electorate', counts };
    expect(told({ consents, 'stands-aside': aside }, rule({ quorum }))[0]).toBe(outcome);
  });

  it('tells who said what, every step in words, and in the shape that is told', () => {
    const { count: counted } = countVote(rule(), groups({ consents: 2, objects: 1 }), size, null);
    expect(counted).toMatchObject({ consents: '2', objects: '1', resolved: '0', castWeight: '3' });
    const onRecord: unknown = JSON.parse(canonicalJson(counted));
    expect(ballotKindOf(rule()).counted.parse(onRecord)).toEqual(onRecord);
    expect((counted as { steps: { account: string[] } }).steps.account).toEqual([
      '2 consent, 0 consent with concerns, 0 stand aside, 1 object, ' +
        '0 had an objection that was met.',
      '1 object; 1 would stop it. It does not pass.',
    ]);
  });

  it('can be given to what nobody says a word of, and reached where consent is needed', () => {
    expect(couldPass(rule(), size, 20)).toBe(true);
    expect(couldPass(rule({ consentsNeeded: 20 }), size, 20)).toBe(true);
    expect(couldPass(rule({ consentsNeeded: 21 }), size, 20)).toBe(false);
  });

  const someSaid = fc.record(
    Object.fromEntries(answers.map((answer) => [answer, fc.nat(4)])) as Record<
      Answer,
      fc.Arbitrary<number>
    >,
  );

  it('comes to the same in whichever order ballots are counted', () => {
    fc.assert(
      fc.property(someSaid, (said) => {
        const one = countVote(rule(), groups(said), size, null);
        expect(countVote(rule(), groups(said).toReversed(), size, null)).toEqual(one);
      }),
    );
  });

  it('ends early only where nothing that the silent say alters it, and no objection stands', () => {
    const early = { earlyClose: { when: 'outcome-certain' } } as const;
    const rules = [
      rule(early),
      rule({ ...early, consentsNeeded: 3, objectionsToStop: 2 }),
      rule({ ...early, quorum: { share: '1/2', of: 'electorate', counts: 'ballots' } }),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...rules), someSaid, someSaid, (held, said, more) => {
        const weightOf = (one: Said) => Object.values(one).reduce((all, each) => all + each, 0);
        const all = weightOf(said) + weightOf(more);
        if (all === 0) return;
        const sizes = { electorateWeight: BigInt(all), activeMembersWeight: BigInt(all) };
        if (!mayCloseEarly(held, groups(said), sizes)) return;
        const now = countVote(held, groups(said), sizes, null);
        if (now.outcome !== 'no-quorum') expect(said.objects).toBe(0);
        const both = Object.fromEntries(
          answers.map((answer) => [answer, (said[answer] ?? 0) + (more[answer] ?? 0)]),
        );
        expect(countVote(held, groups(both), sizes, null).outcome).toBe(now.outcome);
      }),
      { numRuns: 400 },
    );
  });

  it('is certain when everybody consented, not while one of them objects', () => {
    const held = rule({ earlyClose: { when: 'outcome-certain' } });
    expect(mayCloseEarly(held, groups({ consents: 19, resolved: 1 }), size)).toBe(true);
    expect(mayCloseEarly(held, groups({ consents: 19 }), size)).toBe(false);
    expect(mayCloseEarly(held, groups({ consents: 19, objects: 1 }), size)).toBe(false);
  });
});

describe('a ballot of consent', () => {
  const kind = ballotKindOf(rule());
  const code = (act: () => void) => {
    try {
      act();
      return 'sound';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it.each([
    ['consents', 'sound'],
    ['stands-aside', 'sound'],
    ['concerned', 'CONCERN_NEEDS_REASON'],
    ['objects', 'OBJECTION_NEEDS_REASON'],
    ['resolved', 'RESOLUTION_NEEDS_REASON'],
  ])('that %s without a reason is %s, and sound with one', (answer, expected) => {
    const check = (reason: string | null) =>
      code(() => kind.check(answer, { rule: rule(), reason }));
    expect(check(null)).toBe(expected);
    expect(check('It is too loud.')).toBe('sound');
  });

  it.each([
    [undefined, 'OBJECTION_NOT_RAISED'],
    ['consents', 'OBJECTION_NOT_RAISED'],
    ['objects', 'sound'],
    ['resolved', 'sound'],
  ])('says that an objection was met, after %s: %s', (before, expected) => {
    expect(code(() => kind.follows?.('resolved', before))).toBe(expected);
    expect(code(() => kind.follows?.('objects', before))).toBe('sound');
  });

  it('is under a rule without super-quorum, run-off or lot', () => {
    const superQuorum = { earlyClose: { when: 'super-quorum', agreeShare: '3/4' } };
    expect(kind.contradiction(rule(superQuorum))).not.toBeNull();
    expect(kind.contradiction(rule())).toBeNull();
    expect(Object.keys(kind)).not.toContain('breakTie');
    expect(kind.isTwoSided).toBeUndefined();
    expect(kind.classOf(rule())).toBe('lazy-consensus');
  });
});
