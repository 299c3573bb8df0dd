import { describe, expect, it } from 'vitest';

import { stanceElection } from '../model/make-election.js';
import type { Stance } from '../model/ballots.js';
import { countBy } from '../testing/arbitrary-ballots.js';

const verdictOf = (
  ballots: readonly (readonly [number, Stance])[],
  options: Record<string, string> = {},
) => {
  const result = countBy('consent/consent', stanceElection('New stove', ballots), options);
  expect(result.winnerIndexes).toEqual(result.figures?.['verdict'] === 'passed' ? [0] : []);
  return result.figures?.['verdict'];
};

describe('consent', () => {
  it('silence is consent: it passes without a vote', () => {
    expect(verdictOf([])).toBe('passed');
    expect(verdictOf([[3, 'abstain']])).toBe('passed');
  });

  it('one standing objection stops it, disagreement alone does not', () => {
    expect(
      verdictOf([
        [5, 'agree'],
        [1, 'block'],
      ]),
    ).toBe('objected');
    expect(
      verdictOf([
        [1, 'agree'],
        [4, 'disagree'],
      ]),
    ).toBe('passed');
  });

  it('disagreement can be made an objection', () => {
    const options = { objections: 'block-or-disagree', enough: '2' };
    expect(verdictOf([[1, 'disagree']], options)).toBe('passed');
    expect(
      verdictOf(
        [
          [1, 'disagree'],
          [1, 'block'],
        ],
        options,
      ),
    ).toBe('objected');
  });

  it('several objections can be needed, by number or by share, whichever is more', () => {
    expect(verdictOf([[1, 'block']], { enough: '2' })).toBe('passed');
    expect(verdictOf([[2, 'block']], { enough: '2' })).toBe('objected');
    const share = { 'enough-share': '1/10', electorate: '30' };
    expect(verdictOf([[2, 'block']], share)).toBe('passed');
    expect(verdictOf([[3, 'block']], share)).toBe('objected');
    expect(
      verdictOf(
        [
          [9, 'agree'],
          [1, 'block'],
        ],
        { 'enough-share': '1/5' },
      ),
    ).toBe('passed');
  });

  it('a quorum counts everybody who took part', () => {
    const quorum = { quorum: '1/4', electorate: '8' };
    expect(verdictOf([[1, 'abstain']], quorum)).toBe('no quorum');
    expect(verdictOf([[2, 'abstain']], quorum)).toBe('passed');
    expect(verdictOf([[1, 'block']], quorum)).toBe('no quorum');
  });

  it('somebody who agrees can be needed', () => {
    expect(verdictOf([[1, 'abstain']], { seconders: '1' })).toBe('not seconded');
    expect(verdictOf([[1, 'agree']], { seconders: '1' })).toBe('passed');
  });

  it('tells the figures', () => {
    const election = stanceElection('New stove', [
      ['3/2', 'agree'],
      [1, 'block'],
    ]);
    const result = countBy('consent/consent', election);
    expect(result.figures).toMatchObject({ agree: '1.5', block: '1', objections: '1' });
    expect(result.account).toEqual([
      'New stove: 1.5 agree, 0 disagree, 0 abstain, 1 block.',
      '1 object; 1 would stop it. It does not pass.',
    ]);
  });

  it('refuses options that mean nothing', () => {
    expect(() => verdictOf([], { quorum: '1/4' })).toThrow('needs the electorate');
    expect(() => verdictOf([], { enough: '0' })).toThrow('above zero');
    expect(() => verdictOf([], { 'enough-share': '2' })).toThrow('a share from 0 to 1');
    expect(() => verdictOf([[3, 'agree']], { electorate: '2' })).toThrow('3 took part of 2');
  });
});
