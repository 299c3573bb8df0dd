import { canonicalJson } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../voting.kinds.js';
import { countVote, mayCloseEarly } from '../../count/count-vote.js';
import type { VoteRule } from '../../rule/vote-rule.js';
import { ruleLike } from '../../testing/rules.js';
import { ballotKindOf } from '../ballot-kind.js';
import { stanceNames } from '../stances/stances.js';

const sides = {
  endorse: 'agree',
  'minor-concern': 'agree',
  reservations: 'agree',
  abstain: 'abstain',
  'discuss-more': 'disagree',
  'go-along': 'agree',
  'serious-disagreement': 'disagree',
  veto: 'block',
} as const;
type Grade = keyof typeof sides;
const grades = Object.keys(sides) as Grade[];

const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
const support = { share: '3/4', strict: false, of: 'cast-minus-abstentions' } as const;
const rule = (changes: object = {}) =>
  ({
    ...plain,
    ballotKind: 'gradients',
    grades,
    support,
    vetoes: { liftedAtShare: '9/10' },
    ...changes,
  }) as VoteRule;
const strict = rule({ support: { ...support, share: '1/2', strict: true } });
const kind = ballotKindOf(rule());
const size = { electorateWeight: 40n, activeMembersWeight: 40n };
type Given = Partial<Record<Grade, number>>;
const groups = (given: Given) =>
  grades
    .filter((grade) => (given[grade] ?? 0) > 0)
    .map((mark) => ({ mark, ballots: given[mark] ?? 0, weight: BigInt(given[mark] ?? 0) }));
const told = (given: Given, under = rule()) => {
  const { outcome, reason } = countVote(under, groups(given), size, null);
  return [outcome, reason];
};

describe('gradients of agreement', () => {
  it.each<[Given, string, string]>([
    [
      { endorse: 1, 'minor-concern': 1, 'go-along': 1, 'discuss-more': 1 },
      'passed',
      'agreement-reached',
    ],
    [{ endorse: 2, reservations: 3, 'discuss-more': 2 }, 'rejected', 'agreement-not-reached'],
    [{ endorse: 8, 'serious-disagreement': 1, veto: 1 }, 'rejected', 'block-stands'],
    [{ endorse: 9, veto: 1 }, 'passed', 'agreement-reached'],
    [{ endorse: 3, abstain: 30, 'discuss-more': 1 }, 'passed', 'agreement-reached'],
  ])('of %j have it %s', (given, outcome, reason) => {
    expect(told(given)).toEqual([outcome, reason]);
  });

  it('are told grade by grade, beside the figures, in the shape that is told', () => {
    const { count: counted } = countVote(rule(), groups({ endorse: 2, 'go-along': 1 }), size, null);
    const onRecord: unknown = JSON.parse(canonicalJson(counted));
    expect(kind.counted.parse(onRecord)).toEqual(onRecord);
    expect(onRecord).toMatchObject({
      endorse: '2',
      'go-along': '1',
      veto: '0',
      figures: { castWeight: '3', agreementReached: true },
    });
  });

  const someGiven = fc.record(
    Object.fromEntries(grades.map((grade) => [grade, fc.nat(3)])) as Record<
      Grade,
      fc.Arbitrary<number>
    >,
  );

  it('come to what stances would, each on its side, in whichever order', () => {
    const asStances = (held: VoteRule) =>
      ruleLike({
        ...plain,
        ballotKind: 'stances',
        decision: {
          kind: 'threshold',
          agree: (held as unknown as { support: typeof support }).support,
        },
      });
    fc.assert(
      fc.property(fc.constantFrom(rule(), strict), someGiven, (held, given) => {
        const one = countVote(held, groups(given), size, null);
        expect(countVote(held, groups(given).toReversed(), size, null)).toEqual(one);
        const bySide = stanceNames.map((mark) => {
          const ballots = grades
            .filter((grade) => sides[grade] === mark)
            .reduce((sum, grade) => sum + given[grade], 0);
          return { mark, ballots, weight: BigInt(ballots) };
        });
        const other = countVote(asStances(held), bySide, size, null);
        expect([one.outcome, one.reason]).toEqual([other.outcome, other.reason]);
      }),
    );
  });

  it('end early only where nothing that the silent say alters the outcome', () => {
    const early = { earlyClose: { when: 'outcome-certain' } } as const;
    fc.assert(
      fc.property(someGiven, someGiven, (given, more) => {
        const weightOf = (one: Given) => Object.values(one).reduce((all, each) => all + each, 0);
        const all = BigInt(weightOf(given) + weightOf(more));
        if (all === 0n) return;
        const sizes = { electorateWeight: all, activeMembersWeight: all };
        const held = rule(early);
        if (!mayCloseEarly(held, groups(given), sizes)) return;
        const both = Object.fromEntries(grades.map((grade) => [grade, given[grade] + more[grade]]));
        const { outcome } = countVote(held, groups(given), sizes, null);
        expect(countVote(held, groups(both), sizes, null).outcome).toBe(outcome);
      }),
      { numRuns: 300 },
    );
  });

  it('that are level are tied, or drawn by the seed', () => {
    const level = groups({ endorse: 1, 'go-along': 1, 'serious-disagreement': 2 });
    expect(countVote(strict, level, size, null).outcome).toBe('tied');
    const drawn = countVote({ ...strict, tieRule: 'lot' }, level, size, 'a seed');
    expect(drawn.reason).toBe('lot-drawn');
    expect(['passed', 'rejected']).toContain(drawn.outcome);
  });

  it('that were told by other sizes say of the quorum what the outcome says', () => {
    const quorum = { share: '1/2', of: 'electorate', counts: 'ballots' } as const;
    const held = rule({ quorum });
    const { count: counted } = countVote(held, groups({ endorse: 3 }), size, null);
    const decision = { outcome: 'passed', reason: 'agreement-reached' } as const;
    expect(counted).toMatchObject({ figures: { quorumReached: false } });
    expect(kind.asDecided?.(counted, decision, held)).toMatchObject({
      endorse: 3n,
      figures: { quorumReached: true, agreementReached: true, blockStands: false },
    });
  });
});

describe('a grade', () => {
  const code = (grade: unknown, held: VoteRule, reason: string | null = null) => {
    const mark = kind.mark.safeParse(grade);
    if (!mark.success) return 'BALLOT_MARK_INVALID';
    try {
      kind.check(mark.data, { rule: held, reason });
      return 'sound';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it.each([
    ['endorse', {}, null, 'sound'],
    ['veto', {}, null, 'BLOCK_NEEDS_REASON'],
    ['veto', {}, 'It breaks our bylaws.', 'sound'],
    ['go-along', { grades: ['endorse', 'discuss-more'] }, null, 'GRADE_NOT_OFFERED'],
    ['agree', {}, null, 'BALLOT_MARK_INVALID'],
  ])('%s under %j because of %s is %s', (grade, changes, reason, expected) => {
    expect(code(grade, rule(changes), reason)).toBe(expected);
  });

  it.each([
    ['a grade twice', { grades: ['endorse', 'endorse', 'discuss-more', 'veto'] }],
    ['vetoes that nobody can give', { grades: ['endorse', 'discuss-more'] }],
    ['nobody who could say no', { grades: ['endorse', 'go-along'], vetoes: null }],
    ['more than all', { support: { ...support, share: '1/1', strict: true } }],
  ])('cannot be of a rule with %s', (_name, changes) => {
    expect(kind.contradiction(rule(changes))).not.toBeNull();
    expect(kind.contradiction(rule())).toBeNull();
  });

  it('is of the class that its rule asks for', () => {
    expect([kind.classOf(rule()), kind.classOf(strict)]).toEqual(['supermajority', 'majority']);
  });
});
