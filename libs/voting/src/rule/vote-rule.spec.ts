import { describe, expect, it } from 'vitest';
import { ruleLike } from '../testing/rules.js';
import { share, shareOf } from './share.js';
import { quorumNeeded, ruleHash } from './vote-rule.js';

const size = { electorateWeight: 101n, activeMembersWeight: 30n };
const quorum = (part: string, of: 'electorate' | 'active-members' = 'electorate') =>
  quorumNeeded(ruleLike({ quorum: { share: part, of, counts: 'ballots' } }), size);

describe('a quorum', () => {
  it('is a share of its body, rounded up to whole votes', () => {
    expect([quorum('1/10'), quorum('1/101'), quorum('1/1')]).toEqual([11n, 1n, 101n]);
    expect([quorum('1/10', 'active-members'), quorum('1/7', 'active-members')]).toEqual([3n, 5n]);
  });

  it('is nothing where there is none', () => {
    expect(quorumNeeded(ruleLike({ quorum: null }), size)).toBe(0n);
    expect(quorum('0/1')).toBe(0n);
  });
});

describe('a share', () => {
  it('is a fraction above nothing, up to all, written out', () => {
    const sound = ['1/999999', '1/1', '1/3', '999999/999999'];
    expect(sound.filter((text) => share.safeParse(text).success)).toEqual(sound);
    const odd = [
      '0/1',
      '0/7',
      '1/0',
      '2/1',
      '1000000/1',
      '-1/2',
      '0.5',
      '1/2 ',
      ' 1/2',
      '1',
      'a/b',
      '1/1000000',
    ];
    expect(odd.filter((text) => share.safeParse(text).success)).toEqual([]);
  });

  it('is read exactly, or not at all', () => {
    expect(shareOf('2/4').toString()).toBe(shareOf('1/2').toString());
    expect(() => shareOf('half')).toThrow('half is no share');
  });
});

describe('a rule’s fingerprint', () => {
  it('is of what it says, not of how it is written down', () => {
    const rule = ruleLike();
    const reversed = Object.fromEntries(Object.entries(rule).toReversed()) as typeof rule;
    expect(ruleHash(reversed)).toBe(ruleHash(rule));
    expect(ruleHash({ ...rule, secretUntilClosed: true })).not.toBe(ruleHash(rule));
  });
});
