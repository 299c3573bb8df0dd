import { ballotKindOf, findBallotKind, ruleHash } from '@rochdale/voting';
import { describe, expect, it } from 'vitest';
import { parseRule } from './decision-rule.js';
import { allPolicyPacks } from './policy-pack-adoption.js';
import { waysToVote } from './ways-to-vote.js';

const every = waysToVote.policies.map((policy) => [policy.key, policy] as const);

describe('the pack of ways to vote', () => {
  it.each(every)('%s is a sound rule, whose numbers are ours', (key, { rule, ours, title }) => {
    expect(parseRule(JSON.parse(JSON.stringify(rule)))).toEqual(rule);
    expect(new Set(ours)).toEqual(new Set(Object.keys(rule)));
    expect(key).toMatch(/^[a-z][a-z0-9-]{0,59}$/);
    expect(title.length).toBeLessThanOrEqual(200);
  });

  it('has each way that ships, but for stances', () => {
    const ways = waysToVote.policies.map(({ rule }) => rule.ballotKind);
    // Other specs declare kinds in the modules they share with this one: those are not asked for.
    const shipped = [
      'approval',
      'budget',
      'consent',
      'dots',
      'gradients',
      'ranking',
      'score',
      'single-choice',
      'stv',
      'time-poll',
    ];
    expect(ways.toSorted()).toEqual(shipped);
    expect(shipped.map((name) => findBallotKind(name)?.name)).toEqual(shipped);
  });

  it('lets proposals bring what they are between', () => {
    const between = waysToVote.policies.filter(({ rule }) => ballotKindOf(rule).hasOptions);
    expect(between.length).toBeGreaterThan(5);
    expect(between.filter(({ rule }) => 'options' in rule)).toEqual([]);
  });

  it('shares no rule with another policy, and no name or key', () => {
    const rules = allPolicyPacks.flatMap(({ policies }) => policies.map(({ rule }) => rule));
    expect(new Set(rules).size).toBe(rules.length);
    const names = allPolicyPacks.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(every.map(([key]) => key)).size).toBe(every.length);
    const hashes = waysToVote.policies.map(({ rule }) => ruleHash(rule));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
