import { describe, expect, it } from 'vitest';
import type { StanceWeights } from '@rochdale/voting';
import { decideOutcome, ruleHash } from '@rochdale/voting';
import { parseRule } from './decision-rule.js';
import { policyPacks } from './policy-packs.js';

const every = policyPacks.flatMap(({ name, policies }) =>
  policies.map((policy) => [name, policy.key, policy] as const),
);

describe('policy packs', () => {
  it.each(every)('%s: %s is a sound rule', (_pack, _key, { rule }) => {
    expect(parseRule(JSON.parse(JSON.stringify(rule)))).toEqual(rule);
  });

  it('have no key twice', () => {
    for (const { policies } of policyPacks) {
      expect(new Set(policies.map(({ key }) => key)).size).toBe(policies.length);
    }
  });
});

const counts = (agree: number, disagree = 0, abstain = 0, block = 0): StanceWeights => ({
  agree: BigInt(agree),
  disagree: BigInt(disagree),
  abstain: BigInt(abstain),
  block: BigInt(block),
});
const hundred = { electorateWeight: 100n, activeMembersWeight: 100n };
const ruleOf = (pack: string, key: string) =>
  policyPacks.find(({ name }) => name === pack)!.policies.find((one) => one.key === key)!.rule;

describe('the published packs', () => {
  it.each([
    ['social-coop', 'ordinary', counts(50, 50), 'passed'],
    ['social-coop', 'ordinary', counts(49, 50), 'rejected'],
    ['social-coop', 'ordinary', counts(90, 9, 0, 1), 'passed'],
    ['social-coop', 'ordinary', counts(89, 10, 0, 1), 'rejected'],
    ['social-coop', 'bylaws', counts(75, 25), 'passed'],
    ['social-coop', 'bylaws', counts(74, 25), 'rejected'],
    ['social-coop', 'bylaws', counts(94, 5, 0, 1), 'rejected'],
    ['coop-cloud', 'large', counts(50), 'tied'],
    ['coop-cloud', 'large', counts(49), 'rejected'],
    ['coop-cloud', 'large', counts(51), 'passed'],
    ['cotech', 'fund', counts(0), 'passed'],
    ['cotech', 'fund', counts(50, 0, 0, 1), 'rejected'],
    ['defaults', 'emergency', counts(2, 1), 'passed'],
    ['defaults', 'budget', counts(24), 'no-quorum'],
    ['defaults', 'budget', counts(25), 'passed'],
  ] as const)('%s %s decides %o as %s', (pack, key, given, expected) => {
    const { outcome } = decideOutcome(ruleOf(pack, key), given, hundred);
    expect(outcome).toBe(expected);
  });
});

describe('a decision rule', () => {
  const { rule } = policyPacks[0]!.policies[1]!;

  it.each([
    ['a share above one', { blocks: { liftedAtShare: '11/10' } }],
    ['a share of nothing', { blocks: { liftedAtShare: '1/0' } }],
    ['a floating-point share', { blocks: { liftedAtShare: 0.9 } }],
    ['blocks without the stance', { stances: ['agree', 'disagree'] }],
    ['the stance without blocks', { blocks: null }],
    ['a late quorum without a quorum', { quorum: null }],
    ['no way to say no', { stances: ['agree', 'abstain'], blocks: null }],
    ['a stance twice', { stances: ['agree', 'agree', 'disagree', 'block'] }],
    ['a window upside down', { window: { ...rule.window, maximumHours: 1 } }],
    ['a field it does not know', { delegation: true }],
  ])('is refused with %s', (_name, changes) => {
    expect(() => parseRule({ ...rule, ...changes })).toThrow(
      expect.objectContaining({ code: 'POLICY_RULE_INVALID' }) as Error,
    );
  });

  it('has one fingerprint, whatever the order of its fields', () => {
    const reversed = Object.fromEntries(Object.entries(rule).toReversed());
    expect(ruleHash(parseRule(reversed))).toBe(ruleHash(rule));
    expect(ruleHash(parseRule({ ...rule, timelockHours: 1 }))).not.toBe(ruleHash(rule));
  });
});
