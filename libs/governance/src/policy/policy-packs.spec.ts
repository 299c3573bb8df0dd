import { describe, expect, it } from 'vitest';
import { parseRule, ruleHash } from './decision-rule.js';
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
    expect(ruleHash({ ...rule, timelockHours: 1 })).not.toBe(ruleHash(rule));
  });
});
