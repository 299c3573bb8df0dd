import { describe, expect, it } from 'vitest';
import type { StanceWeights } from '@rochdale/voting';
import { ballotKindOf, decideOutcome, ruleHash } from '@rochdale/voting';
import { parseRule } from './decision-rule.js';
import { policyPacks } from './policy-packs.js';

const every = policyPacks.flatMap(({ name, policies }) =>
  policies.map((policy) => [name, policy.key, policy] as const),
);
const ruleOf = (pack: string, key: string) =>
  policyPacks.find(({ name }) => name === pack)!.policies.find((one) => one.key === key)!.rule;

describe('policy packs', () => {
  it.each(every)('%s: %s is a sound rule', (_pack, _key, { rule }) => {
    expect(parseRule(JSON.parse(JSON.stringify(rule)))).toEqual(rule);
  });

  it.each(every)('%s: %s has a key and a title that can be adopted', (_pack, key, { title }) => {
    expect(key).toMatch(/^[a-z][a-z0-9-]{0,59}$/);
    expect(title.trim()).toBe(title);
    expect(title.length).toBeGreaterThan(0);
    expect(title.length).toBeLessThanOrEqual(200);
  });

  it('have no key twice, and no name', () => {
    for (const { policies } of policyPacks) {
      expect(new Set(policies.map(({ key }) => key)).size).toBe(policies.length);
    }
    expect(new Set(policyPacks.map(({ name }) => name)).size).toBe(policyPacks.length);
  });

  it.each(every)('%s: %s promises nothing that counting does not keep', (_pack, _key, one) => {
    expect(one.customs).toEqual([]);
  });

  it.each(every)('%s: %s says which numbers are ours', (pack, _key, { ours, rule }) => {
    const at = (path: string) =>
      path.split('.').reduce<unknown>((value, name) => Object(value)[name], rule);
    expect(ours.filter((path) => at(path) === undefined)).toEqual([]);
    expect(new Set(ours).size).toBe(ours.length);
    if (pack === 'defaults') expect(new Set(ours)).toEqual(new Set(Object.keys(rule)));
    else expect(ours).toContain('window.maximumHours');
  });

  it('share no rule object: what one co-operative changes is not another’s', () => {
    const rules = every.map(([, , { rule }]) => rule);
    expect(new Set(rules).size).toBe(rules.length);
  });
});

describe('what a pack asks for', () => {
  it.each([
    ['defaults', 'operational', 'lazy-consensus', 168],
    ['defaults', 'ordinary', 'majority', 144],
    ['defaults', 'budget', 'majority', 336],
    ['defaults', 'bylaws', 'supermajority', 240],
    ['defaults', 'membership', 'majority', 168],
    ['defaults', 'expulsion', 'supermajority', 336],
    ['defaults', 'appeal', 'majority', 336],
    ['defaults', 'expense-standard', 'majority', 168],
    ['defaults', 'expense-large', 'majority', 336],
    ['defaults', 'emergency', 'supermajority', 48],
    ['social-coop', 'ordinary', 'majority', 144],
    ['social-coop', 'bylaws', 'supermajority', 240],
    ['social-coop', 'expense-large', 'majority', 144],
    ['coop-cloud', 'small', 'lazy-consensus', 168],
    ['coop-cloud', 'medium', 'lazy-consensus', 336],
    ['coop-cloud', 'large', 'majority', 336],
    ['autonomic', 'medium', 'lazy-consensus', 168],
    ['autonomic', 'large', 'majority', 336],
    ['may-first', 'ballot', 'majority', 168],
    ['cotech', 'ordinary', 'majority', 168],
    ['cotech', 'fund', 'lazy-consensus', 168],
  ] as const)('%s %s: %s, in %i hours', (pack, key, ruleClass, usualHours) => {
    const rule = ruleOf(pack, key);
    expect(ballotKindOf(rule).classOf(rule)).toBe(ruleClass);
    expect(rule.window.usualHours).toBe(usualHours);
  });

  it('is listed above, all of it', () => {
    expect(every).toHaveLength(21);
  });

  it.each([
    ['defaults', 'ordinary', 48],
    ['defaults', 'expense-standard', 48],
    ['social-coop', 'ordinary', 24],
  ])('%s %s may be hurried to %i hours; nothing else may', (pack, key, hours) => {
    expect(ruleOf(pack, key).window.urgentMinimumHours).toBe(hours);
    const hurried = every.filter(([, , { rule }]) => rule.window.urgentMinimumHours !== null);
    expect(hurried).toHaveLength(3);
  });

  it('waits where it weighs most, and lapses in an emergency and about a person', () => {
    const waiting = every.filter(([, , { rule }]) => rule.timelockHours > 0);
    expect(waiting.map(([pack, key, { rule }]) => [pack, key, rule.timelockHours])).toEqual([
      ['defaults', 'bylaws', 24],
      ['defaults', 'expulsion', 504],
      ['defaults', 'expense-large', 24],
    ]);
    const lapsing = every.filter(([, , { rule }]) => rule.executionWithinHours !== null);
    expect(lapsing.map(([pack, key, { rule }]) => [pack, key, rule.executionWithinHours])).toEqual([
      ['defaults', 'expulsion', 336],
      ['defaults', 'emergency', 336],
    ]);
  });

  it('asks for a buffer where budgets are decided', () => {
    const buffered = every.filter(([, , { rule }]) => rule.buffer !== undefined);
    expect(buffered.map(([pack, key, { rule }]) => [pack, key, rule.buffer])).toEqual([
      ['defaults', 'budget', { fundKey: 'buffer' }],
      ['coop-cloud', 'large', { fundKey: 'common', atLeastMinor: '150000', currency: 'EUR' }],
    ]);
  });

  it('has two weeks to be heard in before an expulsion, and three to appeal after it', () => {
    const noticed = every.filter(([, , { rule }]) => rule.noticeHours > 0);
    expect(noticed.map(([, key, { rule }]) => [key, rule.noticeHours])).toEqual([
      ['expulsion', 336],
    ]);
    expect(ruleOf('defaults', 'expulsion').timelockHours).toBe(504);
  });

  it('is secret for persons, seconded at CoTech, and weighed at May First', () => {
    const keysWhere = (has: (rule: (typeof every)[number][2]['rule']) => boolean) =>
      every.filter(([, , { rule }]) => has(rule)).map(([pack, key]) => `${pack} ${key}`);
    expect(keysWhere((rule) => rule.secretUntilClosed)).toEqual([
      'defaults membership',
      'defaults expulsion',
      'defaults appeal',
    ]);
    expect(keysWhere((rule) => rule.secondersNeeded > 0)).toEqual(['cotech ordinary']);
    expect(keysWhere((rule) => Object.keys(rule.eligibility.weightByClass).length > 0)).toEqual([
      'may-first ballot',
    ]);
    expect(keysWhere((rule) => rule.earlyClose !== null)).toEqual([
      'defaults expense-standard',
      'autonomic large',
    ]);
  });
});

const counts = (agree: number, disagree = 0, abstain = 0, block = 0): StanceWeights => ({
  agree: BigInt(agree),
  disagree: BigInt(disagree),
  abstain: BigInt(abstain),
  block: BigInt(block),
});
const hundred = { electorateWeight: 100n, activeMembersWeight: 100n };

describe('the published packs', () => {
  it.each([
    ['social-coop', 'ordinary', counts(50, 50), 'passed'],
    ['social-coop', 'ordinary', counts(49, 50), 'rejected'],
    ['social-coop', 'ordinary', counts(90, 9, 0, 1), 'passed'],
    ['social-coop', 'ordinary', counts(89, 10, 0, 1), 'rejected'],
    ['social-coop', 'bylaws', counts(75, 25), 'passed'],
    ['social-coop', 'bylaws', counts(74, 25), 'rejected'],
    ['social-coop', 'bylaws', counts(94, 5, 0, 1), 'rejected'],
    ['coop-cloud', 'small', counts(0), 'passed'],
    ['coop-cloud', 'small', counts(99, 1), 'rejected'],
    ['coop-cloud', 'medium', counts(0), 'passed'],
    ['coop-cloud', 'medium', counts(99, 1), 'rejected'],
    ['coop-cloud', 'large', counts(50), 'rejected'],
    ['coop-cloud', 'large', counts(50, 50), 'tied'],
    ['coop-cloud', 'large', counts(49), 'rejected'],
    ['coop-cloud', 'large', counts(51), 'passed'],
    ['autonomic', 'medium', counts(0, 1), 'rejected'],
    ['autonomic', 'large', counts(99), 'no-quorum'],
    ['autonomic', 'large', counts(51, 49), 'passed'],
    ['autonomic', 'large', counts(99, 0, 0, 1), 'rejected'],
    ['may-first', 'ballot', counts(2, 1), 'passed'],
    ['may-first', 'ballot', counts(1, 2), 'rejected'],
    ['cotech', 'ordinary', counts(99, 0, 0, 1), 'rejected'],
    ['cotech', 'fund', counts(0), 'passed'],
    ['cotech', 'fund', counts(50, 0, 0, 1), 'rejected'],
    ['defaults', 'operational', counts(0), 'passed'],
    ['defaults', 'operational', counts(99, 1), 'rejected'],
    ['defaults', 'emergency', counts(1), 'no-quorum'],
    ['defaults', 'emergency', counts(24), 'no-quorum'],
    ['defaults', 'emergency', counts(17, 8), 'passed'],
    ['defaults', 'emergency', counts(66, 34), 'rejected'],
    ['defaults', 'budget', counts(24), 'no-quorum'],
    ['defaults', 'budget', counts(25), 'passed'],
    ['defaults', 'bylaws', counts(24), 'no-quorum'],
    ['defaults', 'bylaws', counts(75, 25), 'passed'],
    ['defaults', 'bylaws', counts(95, 4, 0, 1), 'passed'],
    ['defaults', 'bylaws', counts(94, 5, 0, 1), 'rejected'],
    ['defaults', 'membership', counts(9), 'no-quorum'],
    ['defaults', 'membership', counts(6, 4), 'passed'],
    ['defaults', 'expulsion', counts(24), 'no-quorum'],
    ['defaults', 'expulsion', counts(65, 35), 'rejected'],
    ['defaults', 'expulsion', counts(66, 33), 'passed'],
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
