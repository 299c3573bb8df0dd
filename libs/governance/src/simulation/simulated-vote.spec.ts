import { describe, expect, it } from 'vitest';
import { parseRule } from '../policy/decision-rule.js';
import { ruleLike } from '../testing/decision-world.js';
import { hangsOnSizes, simulate } from './simulated-vote.js';

const everybody = ['active', 'paused', 'in-arrears'];
const eligibility = { classes: null, standings: everybody, weightByClass: {} };
const quorum = { share: '1/2', of: 'electorate', counts: 'ballots' };
const terms = (changes: object) => {
  const { stances: _s, decision: _d, blocks: _b, ...common } = ruleLike({ earlyClose: null });
  return { ...common, eligibility, ...changes };
};
const choice = (winnerNeeds: object | null, changes: object = {}) =>
  parseRule(
    terms({ ballotKind: 'single-choice', options: ['Ada', 'Bo'], winnerNeeds, ...changes }),
  );

describe('what hangs on sizes', () => {
  it('is what asks them where who pauses has no vote, or counts when they vote', () => {
    const hangs = (changes: object) => hangsOnSizes(choice(null, changes));
    const whenVoting = { pausedCount: 'when-voting' };
    expect(hangs({ quorum })).toBe(false);
    expect(hangs({ quorum, ...whenVoting })).toBe(true);
    expect(hangs(whenVoting)).toBe(false);
    expect(hangs({ quorum, eligibility: { ...eligibility, standings: ['active'] } })).toBe(true);
  });
});

describe('a vote on members', () => {
  it('is counted without who was left out of it, under another rule as well', () => {
    const held = choice(null);
    const size = { electorateWeight: 9n, activeMembersWeight: 9n };
    const groups = [
      { mark: { option: 1 }, weight: 5n, ballots: 5 },
      { mark: { option: 2 }, weight: 3n, ballots: 3 },
    ];
    const came = { outcome: 'passed', outcomeReason: 'option-chosen', winners: [2] } as const;
    const vote = { rule: held, ...came, ...size, groups, lotSeed: null, leftOut: [1] };
    const other = choice({ share: '1/10', strict: false, of: 'electorate' });
    expect(simulate(vote, other)).toMatchObject({ outcome: 'passed', winners: [2] });
    expect(simulate({ ...vote, leftOut: null }, other)).toMatchObject({ winners: [1] });
  });
});
