import { describe, expect, it } from 'vitest';
import type { VoteRule } from '../../rule/vote-rule.js';
import { asksAtLeast } from './at-least.js';

const rule = (changes: object = {}) =>
  ({
    ballotKind: 'stances',
    stances: ['agree', 'disagree'],
    decision: { kind: 'threshold', agree: { share: '1/2', strict: false, of: 'cast' } },
    blocks: null,
    quorum: null,
    tieRule: 'status-quo',
    lateQuorum: null,
    earlyClose: null,
    eligibility: { classes: null, standings: ['active'], weightByClass: {} },
    secretUntilClosed: false,
    ...changes,
  }) as VoteRule;
const agree = (changes: object) =>
  rule({
    decision: { kind: 'threshold', agree: { share: '1/2', strict: false, of: 'cast', ...changes } },
  });
const quorum = (changes: object = {}) =>
  rule({ quorum: { share: '1/4', of: 'electorate', counts: 'ballots', ...changes } });
const blocks = (liftedAtShare: string | null) => rule({ blocks: { liftedAtShare } });

describe('a rule asks at least what another does', () => {
  it.each<[string, VoteRule, VoteRule]>([
    ['a larger share', agree({ share: '2/3' }), rule()],
    ['more than a share', agree({ strict: true }), rule()],
    ['a share of more', agree({ of: 'electorate' }), agree({ of: 'cast-minus-abstentions' })],
    ['a quorum', quorum(), rule()],
    ['a larger quorum', quorum({ share: '1/3' }), quorum()],
    ['a quorum of sides', quorum({ counts: 'ballots-minus-abstentions' }), quorum()],
    ['blocks', blocks('3/4'), rule()],
    ['blocks that nothing lifts', blocks(null), blocks('3/4')],
    ['a tie that is lost', rule(), rule({ tieRule: 'lot' })],
    ['no early end', rule(), rule({ earlyClose: { when: 'super-quorum', agreeShare: '3/4' } })],
  ])('%s', (_, stricter, looser) => {
    expect(asksAtLeast(stricter, stricter)).toBe(true);
    expect(asksAtLeast(stricter, looser)).toBe(true);
    expect(asksAtLeast(looser, stricter)).toBe(false);
  });

  it('never where others vote, or about anything else', () => {
    const others = rule({
      eligibility: { classes: ['worker'], standings: ['active'], weightByClass: {} },
    });
    expect(asksAtLeast(others, rule())).toBe(false);
    expect(asksAtLeast(rule(), others)).toBe(false);
    const dots = rule({ ballotKind: 'dots' });
    expect(asksAtLeast(dots, dots)).toBe(false);
    const lazy = rule({ decision: { kind: 'lazy', objectionsToReject: 1 } });
    expect(asksAtLeast(lazy, rule())).toBe(false);
    expect(asksAtLeast(rule(), lazy)).toBe(false);
  });
});
