import { describe, expect, it } from 'vitest';
import { parseRule } from '../policy/decision-rule.js';
import { policyPacks } from '../policy/policy-packs.js';
import { allPolicyPacks } from '../policy/policy-pack-adoption.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { brokenLink as brokenAmong, longestHours, passesBySilence } from './links.js';

const plain = policyPacks[0]!.policies.find(({ key }) => key === 'ordinary')!.rule;
const rule = (changes: object = {}) => parseRule({ ...plain, ...changes });
const brokenLink = (rules: ReadonlyMap<string, DecisionRule>) =>
  brokenAmong(rules, new Set(rules.keys()));
const inForce = (rules: Readonly<Record<string, DecisionRule>>) => new Map(Object.entries(rules));
const to = (policyKey: string) => ({ escalatesTo: { policyKey, on: ['rejected'] } });
const within = (policyKey: string, withinHours: number) => ({
  ratification: { policyKey, withinHours },
});
const choice = (() => {
  const { stances: _, decision: __, blocks: ___, ...rest } = plain;
  return parseRule({ ...rest, ballotKind: 'single-choice', winnerNeeds: null });
})();

const lazy = (changes: object = {}) =>
  rule({
    decision: { kind: 'lazy', objectionsToReject: 1 },
    blocks: { liftedAtShare: null },
    quorum: null,
    lateQuorum: null,
    ...changes,
  });
const consent = (consentsNeeded: number) => {
  const { stances: _, decision: __, blocks: ___, ...rest } = plain;
  const needed = { objectionsToStop: 1, consentsNeeded, quorum: null, lateQuorum: null };
  return parseRule({ ...rest, ballotKind: 'consent', ...needed });
};

const inAssembly = rule({
  assembly: { presentShare: '1/4' },
  quorum: { share: '1/2', of: 'electorate', counts: 'ballots' },
  noticeHours: 24,
  earlyClose: null,
  lateQuorum: null,
  secretUntilClosed: true,
});

describe('a policy that another names', () => {
  it.each([
    ['unknown', { a: rule(to('b')) }],
    ['itself', { a: rule(to('a')) }],
    ['options', { a: rule(to('b')), b: choice }],
    ['seconders', { a: rule(to('b')), b: rule({ secondersNeeded: 1 }) }],
    ['circle', { a: rule(to('b')), b: rule(to('c')), c: rule(to('a')) }],
    ['unknown', { a: rule(within('b', 500)) }],
    ['seconders', { a: rule(within('b', 500)), b: rule({ secondersNeeded: 1 }) }],
    ['silence', { a: rule(to('b')), b: lazy() }],
    ['silence', { a: rule(within('b', 500)), b: lazy() }],
    ['silence', { a: rule(within('b', 500)), b: consent(0) }],
    ['group', { a: rule(to('b')), b: rule({ decidedBy: 'working-group' }) }],
    ['group', { a: rule(within('b', 500)), b: rule({ decidedBy: 'working-group' }) }],
    ['assembly', { a: rule(to('b')), b: inAssembly }],
    ['assembly', { a: rule(within('b', 500)), b: inAssembly }],
    ['too-long', { a: rule(within('b', 191)), b: rule() }],
  ] as const)('is refused: %s', (why, rules) => {
    expect(brokenLink(inForce(rules))).toMatchObject({ key: 'a', why });
  });

  it('may be any other that takes as long as the term, notice and late quorum included', () => {
    const longer = rule({ noticeHours: 10, closesAtLocalTime: '20:00' });
    expect([longestHours(rule()), longestHours(longer)]).toEqual([144 + 48, 144 + 48 + 10 + 24]);
    const onPaper = rule({ paper: { countWithinHours: 700 }, earlyClose: null, lateQuorum: null });
    expect(longestHours(onPaper)).toBe(144 + 700);
    const rules = { a: rule({ secondersNeeded: 1, ...to('b') }), b: rule(within('c', 192)) };
    expect(brokenLink(inForce({ ...rules, c: rule() }))).toBeNull();
    expect(
      brokenLink(inForce({ a: rule({ ...to('b') }), b: rule({ ...to('c') }), c: rule() })),
    ).toBeNull();
  });

  it('may be one under which objections decide, where somebody has to say something', () => {
    const asked = [consent(1), lazy({ quorum: plain.quorum }), rule()];
    expect(asked.map(passesBySilence)).toEqual([false, false, false]);
    expect(brokenLink(inForce({ a: rule(to('b')), b: consent(1) }))).toBeNull();
  });

  it('keeps nobody from changing another, where it was let in before', () => {
    const rules = inForce({ a: rule(to('b')), b: consent(0), c: rule(), d: rule(to('gone')) });
    expect(brokenAmong(rules, new Set(['c']))).toBeNull();
    expect(brokenAmong(rules, new Set(['b']))).toMatchObject({ key: 'a', why: 'silence' });
    expect(brokenAmong(rules, new Set(['gone']))).toMatchObject({ key: 'd', why: 'unknown' });
  });

  it('is in each pack that names one', () => {
    for (const { policies } of allPolicyPacks) {
      expect(brokenLink(new Map(policies.map((one) => [one.key, one.rule])))).toBeNull();
    }
  });

  it('is no question for votes between options', () => {
    for (const link of [to('b'), within('b', 500)]) {
      expect(() => parseRule({ ...choice, ...link })).toThrow(/between options/u);
    }
  });
});
