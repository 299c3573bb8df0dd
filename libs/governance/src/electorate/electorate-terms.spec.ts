import { canonicalJson } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { parseRule } from '../policy/decision-rule.js';
import { checkFile } from '../recount/check-file.js';
import type { RecountFile } from '../recount/recount-file.js';
import { sealed } from '../recount/seals.js';
import { countedVote } from '../testing/counted-vote.js';
import { ruleLike } from '../testing/decision-world.js';

const everybody = ['active', 'paused', 'in-arrears'];
const rule = (changes: object) => ({ ...ruleLike({ earlyClose: null }), ...changes });
const standing = (standings: readonly string[], changes: object = {}) => ({
  eligibility: { classes: null, standings, weightByClass: {}, ...changes },
});
const shared = (workers: string, users: string, eligibility: object = {}) => ({
  classShares: [
    { classes: ['worker'], share: workers },
    { classes: ['user'], share: users },
  ],
  eligibility: {
    classes: ['worker', 'user'],
    standings: everybody,
    weightByClass: {},
    ...eligibility,
  },
});
const early = { earlyClose: { when: 'outcome-certain' } };
const late = {
  quorum: { share: '1/2', of: 'electorate', counts: 'ballots' },
  lateQuorum: { withinHours: 24, extendHours: 24 },
};

describe('what a rule says of its electorate', () => {
  it.each([
    ['a list for members that would tell who pauses', { electorateList: 'members' }],
    [
      'a list for members that would tell a class that is named',
      { electorateList: 'members', ...standing(everybody, { classes: ['worker'] }) },
    ],
    [
      'a list for members that would tell classes by what they weigh',
      { electorateList: 'members', ...standing(everybody, { weightByClass: { worker: 2 } }) },
    ],
    [
      'a list for members that would tell classes by their shares',
      { electorateList: 'members', ...shared('3/5', '2/5') },
    ],
    ['ballots that go, and an end by those that stand', { leavers: 'void', ...early }],
    ['who counts when they vote, and has no vote', { pausedCount: 'when-voting' }],
    [
      'an early end while what shares are of moves',
      { pausedCount: 'when-voting', ...standing(everybody), ...early },
    ],
    [
      'a late quorum while what it is of moves',
      { pausedCount: 'when-voting', ...standing(everybody), ...late },
    ],
    ['a word of none of them', { leavers: 'keep' }],
    ['shares that are no whole', shared('3/5', '1/5')],
    ['shares beside weights', { ...shared('3/5', '2/5', { weightByClass: { worker: 2 } }) }],
    ['shares of other classes than vote', shared('3/5', '2/5', { classes: ['worker'] })],
    ['shares that would tell who pauses', shared('3/5', '2/5', { standings: ['active'] })],
    [
      'shares where objections are counted',
      {
        ...shared('3/5', '2/5'),
        stances: ['agree', 'disagree'],
        decision: { kind: 'lazy', objectionsToReject: 3 },
        blocks: null,
      },
    ],
  ])('is refused where it is %s', (_name, changes) => {
    expect(() => parseRule(rule(changes))).toThrow(
      expect.objectContaining({ code: 'POLICY_RULE_INVALID' }) as Error,
    );
  });

  it('is taken where it can be meant', () => {
    const terms = { electorateList: 'members', leavers: 'void', pausedCount: 'when-voting' };
    expect(parseRule(rule({ ...terms, ...standing(everybody) }))).toMatchObject(terms);
  });
});

describe('a file of a vote in which classes have shares', () => {
  const vote = countedVote({
    rule: {
      ...shared('3/5', '2/5'),
      ballotKind: 'stances',
      stances: ['agree', 'abstain', 'disagree'],
      decision: { kind: 'threshold', agree: { share: '1/2', strict: true, of: 'cast' } },
      blocks: null,
    },
    // Two workers weigh nine each and are three fifths of thirty; three users weigh four each.
    voters: [
      { marks: ['agree'], weight: 9n },
      { marks: ['agree'], weight: 9n },
      { marks: ['disagree'], weight: 4n, memberClass: 'user' },
      { marks: ['disagree'], weight: 4n, memberClass: 'user' },
      { marks: ['disagree'], weight: 4n, memberClass: 'user' },
    ],
  });

  it('holds: two workers outweigh three users', () => {
    const file = vote.file('auditors');
    expect(file.result.outcome).toBe('passed');
    expect(checkFile(canonicalJson(file)).verdict).toBe('holds');
    expect(checkFile(canonicalJson(vote.file('members'))).verdict).not.toBe('fails');
  });

  it('fails where a worker weighs as a user does', () => {
    const text = canonicalJson(vote.file('auditors'));
    expect(checkFile(text.replaceAll('"weight":"9"', '"weight":"4"')).verdict).toBe('fails');
  });

  it('tells strangers of no ballot what it weighs, which would tell a class', () => {
    const { rows, sums } = vote.file('strangers').ballots;
    expect(rows.every(({ says }) => says === null)).toBe(true);
    expect(sums).toHaveLength(2);
  });
});

describe('a file of a vote in which who pauses counts when they vote', () => {
  const vote = countedVote({
    rule: {
      ...standing(['active', 'paused']),
      ballotKind: 'stances',
      stances: ['agree', 'abstain', 'disagree'],
      decision: { kind: 'threshold', agree: { share: '1/2', strict: true, of: 'electorate' } },
      blocks: null,
      pausedCount: 'when-voting',
    },
    voters: [
      { marks: ['agree'] },
      { marks: ['agree'] },
      { marks: ['disagree'], countsIfCast: true },
      { marks: [], countsIfCast: true },
      { marks: [], countsIfCast: true },
    ],
  });
  const forged = (change: (copy: RecountFile) => void): string => {
    const { seals: _seals, seal: _seal, ...copy } = structuredClone(vote.file('auditors'));
    change(copy as RecountFile);
    return canonicalJson(sealed(copy));
  };

  it('holds: two of three are more than half, though five could vote', () => {
    const file = vote.file('auditors');
    expect(file.result.outcome).toBe('passed');
    expect(checkFile(canonicalJson(file)).verdict).toBe('holds');
  });

  it('fails where one who counts always is said to count when they vote, or the other way', () => {
    const text = forged(({ electorate }) => {
      for (const seat of electorate.seats ?? []) delete seat.countsIfCast;
    });
    expect(checkFile(text).verdict).toBe('fails');
    const silent = new Set(vote.file('auditors').ballots.rows.map(({ says }) => says?.voter));
    const less = forged(({ electorate }) => {
      const seats = electorate.seats ?? [];
      delete seats.find(({ voter, countsIfCast }) => countsIfCast === true && !silent.has(voter))!
        .countsIfCast;
    });
    expect(checkFile(less).verdict).toBe('fails');
  });

  it('tells members and strangers nothing of who it is', () => {
    for (const edition of ['members', 'strangers'] as const) {
      const text = canonicalJson(vote.file(edition));
      expect(text).not.toContain('countsIfCast');
      expect(checkFile(text).verdict).not.toBe('fails');
    }
  });
});
