import { describe, expect, it } from 'vitest';
import '../../voting.kinds.js';
import { countVote } from '../../count/count-vote.js';
import type { VoteRule } from '../../rule/vote-rule.js';
import { ruleLike } from '../../testing/rules.js';
import { ballotKindOf } from '../ballot-kind.js';

const options = [
  '2026-12-01T18:00+01:00/2026-12-01T20:00+01:00',
  '2026-12-02T18:00+01:00/2026-12-02T20:00+01:00',
  '2026-12-05',
];
const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
const rule = (changes: object = {}) =>
  ({
    ...plain,
    ballotKind: 'time-poll',
    options,
    winners: 1,
    ifNeedBe: true,
    ...changes,
  }) as VoteRule;
const kind = ballotKindOf(rule());
const size = { electorateWeight: 20n, activeMembersWeight: 20n };
type Answers = readonly ('yes' | 'if-need-be' | null)[];
const times = (...answers: Answers) => ({
  times: answers.flatMap((answer, at) => (answer === null ? [] : [{ option: at + 1, answer }])),
});
const told = (ballots: readonly (readonly [number, ...Answers])[], under = rule()) =>
  countVote(
    under,
    ballots.map(([weight, ...answers]) => ({
      mark: times(...answers),
      ballots: weight,
      weight: BigInt(weight),
    })),
    size,
    null,
  );

describe('a poll of times', () => {
  it('takes the time with the most points: two for a yes, one for coming if need be', () => {
    const verdict = told([
      [2, 'yes', 'if-need-be'],
      [1, null, 'yes', 'yes'],
      [1, 'if-need-be', 'yes', 'yes'],
    ]);
    expect(verdict).toMatchObject({
      outcome: 'passed',
      reason: 'option-chosen',
      count: { winners: [2], steps: { totals: ['5', '6', '4'] } },
    });
  });

  it('takes none where none suits anybody, and several where they are asked for', () => {
    expect(told([[3]])).toMatchObject({ outcome: 'rejected', reason: 'nobody-chose' });
    const two = rule({ winners: 2 });
    const ballots = [
      [2, 'yes', null, 'yes'],
      [1, 'if-need-be', 'yes'],
    ] as const;
    expect(told(ballots, two)).toMatchObject({ count: { winners: [1, 3] } });
  });

  it('is tied between times that suit as many', () => {
    const ballots = [
      [1, 'yes'],
      [1, null, 'yes'],
    ] as const;
    expect(told(ballots)).toMatchObject({ outcome: 'tied', count: { tied: [[1], [2]] } });
  });

  it.each([
    ['a word', ['Tuesday', '2026-12-05']],
    ['no offset', ['2026-12-01T18:00/2026-12-01T20:00', '2026-12-05']],
    ['a day that is not', ['2026-02-30', '2026-12-05']],
    ['an end before its beginning', ['2026-12-01T20:00Z/2026-12-01T18:00Z', '2026-12-05']],
    ['a beginning alone', ['2026-12-01T20:00Z', '2026-12-05']],
    ['three instants', ['2026-12-01T18:00Z/2026-12-01T19:00Z/2026-12-01T20:00Z', '2026-12-05']],
    [
      'the same by another offset',
      ['2026-12-01T17:00Z/2026-12-01T19:00Z', '2026-12-01T18:00+01:00/2026-12-01T20:00+01:00'],
    ],
  ])('is between times, not %s', (_name, odd) => {
    expect(kind.contradiction(rule({ options: odd }))).toMatch(/^Option \d is /);
    expect(kind.contradiction(rule())).toBeNull();
  });

  it('may name its times in each proposal', () => {
    const { options: _options, ...without } = rule() as VoteRule & { options: string[] };
    expect(kind.contradiction(without)).toBeNull();
    expect(kind.contradiction(rule({ winners: 3 }))).not.toBeNull();
  });

  it.each([
    [times('yes'), {}, 'sound'],
    [times(), {}, 'sound'],
    [times('yes', 'if-need-be'), { ifNeedBe: false }, 'ANSWER_NOT_OFFERED'],
    [times(null, null, null, 'yes'), {}, 'OPTION_UNKNOWN'],
    [{ times: [...times('yes').times, ...times('yes').times] }, {}, 'OPTION_REPEATED'],
    [{ times: [{ option: 1, answer: 'no' }] }, {}, 'BALLOT_MARK_INVALID'],
  ])('has ballots: %j under %j is %s', (said, changes, code) => {
    const held = rule(changes);
    const mark = kind.mark.safeParse(said);
    const check = () => {
      try {
        if (!mark.success) return 'BALLOT_MARK_INVALID';
        kind.check(mark.data, { rule: held, reason: null });
        return 'sound';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(check()).toBe(code);
  });
});
