import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { count } from '../methods/registry.js';
import type { RawOptions } from '../method/options.js';
import { stanceElection } from '../model/make-election.js';
import type { TallyResult } from '../model/result.js';

function decide(
  [agree, disagree, abstain, block]: readonly [number, number, number, number],
  options: RawOptions = {},
): TallyResult {
  const ballots = [
    [agree, 'agree'],
    [disagree, 'disagree'],
    [abstain, 'abstain'],
    [block, 'block'],
  ] as const;
  const election = stanceElection(
    'Buy a server',
    ballots.filter(([weight]) => weight > 0),
  );
  return count(election, { method: 'stance', variant: 'threshold', options });
}

const verdict = (...args: Parameters<typeof decide>): unknown =>
  decide(...args).figures?.['verdict'];

describe('a proposal by stances', () => {
  it('passes by more than half of those who do not abstain', () => {
    expect(decide([6, 4, 90, 0]).winners).toEqual(['Buy a server']);
    expect(verdict([4, 6, 90, 0])).toBe('rejected');
  });

  it('says what was held, of how many, and that nothing tied', () => {
    const result = decide([6, 2, 1, 0], { electorate: 9, quorum: '1' });
    expect(result.totals).toEqual(['6']);
    expect(result.ties).toEqual([]);
    expect(result.figures).toEqual({
      verdict: 'passed',
      agree: '6',
      disagree: '2',
      abstain: '1',
      block: '0',
      cast: '9',
      electorate: '9',
      share: '3/4',
      quorate: true,
    });
  });

  it('exactly at a threshold that must be exceeded is a tie, and things stay as they are', () => {
    const result = decide([5, 5, 0, 0]);
    expect(result.winners).toEqual([]);
    expect(result.figures?.['verdict']).toBe('tied');
    expect(result.ties).toMatchObject([{ purpose: 'decision', brokenBy: 'status-quo' }]);
    expect(verdict([5, 5, 0, 0], { strict: false })).toBe('passed');
  });

  it.each([
    ['cast', 'rejected'],
    ['cast-less-abstentions', 'passed'],
    ['electorate', 'rejected'],
  ])('takes the share of %s: %s', (denominator, expected) => {
    expect(verdict([6, 2, 4, 0], { denominator, electorate: 100, threshold: '2/3' })).toBe(
      expected,
    );
  });

  it('thirds are exact: 2 of 3 reaches two thirds and 0.6667 does not have to', () => {
    expect(verdict([2, 1, 0, 0], { threshold: '2/3', strict: false })).toBe('passed');
    expect(verdict([2, 1, 0, 0], { threshold: '0.6667', strict: false })).toBe('rejected');
  });

  it('needs the quorum, with or without abstentions', () => {
    const rule = { electorate: 100, quorum: '1/10' };
    expect(verdict([5, 1, 4, 0], rule)).toBe('passed');
    expect(verdict([5, 1, 3, 0], rule)).toBe('no quorum');
    expect(verdict([5, 1, 4, 0], { ...rule, 'quorum-counts': 'cast-less-abstentions' })).toBe(
      'no quorum',
    );
  });

  it('a block stands unless agreement reaches the lifting share', () => {
    expect(verdict([99, 0, 0, 1])).toBe('blocked');
    expect(verdict([9, 0, 0, 1], { 'lift-blocks-at': '9/10' })).toBe('passed');
    expect(verdict([89, 10, 0, 1], { 'lift-blocks-at': '9/10' })).toBe('blocked');
  });

  it('nobody voting decides nothing', () => {
    expect(verdict([0, 0, 0, 0])).toBe('rejected');
    expect(verdict([0, 0, 7, 0])).toBe('rejected');
    expect(verdict([0, 0, 7, 0], { threshold: '0', strict: false })).toBe('rejected');
  });

  it.each([
    [{ denominator: 'electorate' }, 'this rule needs the option electorate'],
    [{ quorum: '1/2' }, 'this rule needs the option electorate'],
    [{ electorate: 3 }, '10 were cast by an electorate of 3'],
    [{ threshold: '3/2' }, 'option threshold is a share from 0 to 1'],
    [{ 'lift-blocks-at': '-1' }, 'option lift-blocks-at is a share from 0 to 1'],
  ])('refuses %j', (options, message) => {
    expect(() => decide([6, 4, 0, 0], options)).toThrow(message);
  });

  it('more agreement never undoes a decision', () => {
    const stances = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30), fc.nat(2));
    const rules = fc.record({
      strict: fc.boolean(),
      denominator: fc.constantFrom('electorate', 'cast', 'cast-less-abstentions'),
      threshold: fc.constantFrom('1/2', '2/3', '3/4'),
      'lift-blocks-at': fc.constantFrom('9/10', null),
    });
    fc.assert(
      fc.property(stances, rules, (held, rule) => {
        const options = { ...rule, electorate: 200, quorum: '1/20' };
        fc.pre(verdict(held, options) === 'passed');
        const [agree, disagree, abstain, block] = held;
        expect(verdict([agree + 1, disagree, abstain, block], options)).toBe('passed');
      }),
      { numRuns: 300 },
    );
  });
});
