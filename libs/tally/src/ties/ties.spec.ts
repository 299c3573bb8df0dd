import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { count } from '../methods/registry.js';
import { Rational } from '../arithmetic/rational.js';
import { approvalElection, rankedElection } from '../model/make-election.js';
import { exploreOutcomes } from './explore-outcomes.js';
import { drawLots, requireCommitment, seedCommitment } from './lot.js';
import { TieBreaker } from './tie-breaker.js';
import type { TieRule } from './tie-breaker.js';

const frame = { candidates: ['Ada', 'Bo', 'Cy', 'Di'], tieOrder: [2, 0] };
const election = rankedElection(frame, []);

function pick(rule: TieRule, question: Partial<Parameters<TieBreaker['pickOne']>[0]> = {}): number {
  const breaker = new TieBreaker(election, rule);
  return breaker.pickOne({ purpose: 'exclusion', tied: [0, 1, 2], ...question });
}

describe('ties', () => {
  it('one candidate is no tie', () => {
    const breaker = new TieBreaker(election, { steps: [] });
    expect(breaker.pickOne({ purpose: 'exclusion', tied: [3] })).toBe(3);
    expect(breaker.records).toEqual([]);
  });

  it('goes by candidate order: who stands earlier is elected first and excluded last', () => {
    expect(pick({ steps: ['candidate-order'] }, { tied: [2, 1], pick: 'most' })).toBe(1);
    expect(pick({ steps: ['candidate-order'] }, { tied: [2, 1], pick: 'least' })).toBe(2);
    expect(pick({ steps: ['first-listed'] }, { tied: [2, 1], pick: 'least' })).toBe(1);
  });

  it('goes by the tie order of the file, where others follow in input order', () => {
    expect(election.tieOrder).toEqual([2, 0, 1, 3]);
    expect(pick({ steps: ['tie-order'] })).toBe(2);
    expect(pick({ steps: ['tie-order'] }, { tied: [0, 1] })).toBe(0);
    expect(pick({ steps: ['tie-order'] }, { tied: [0, 1], pick: 'least' })).toBe(0);
  });

  it('goes on to the next step where a file has no tie order, at last by candidate order', () => {
    const plain = rankedElection({ candidates: ['Ada', 'Bo', 'Cy'] }, []);
    const picked = (steps: TieRule['steps']): [number, string | undefined] => {
      const breaker = new TieBreaker(plain, { steps });
      const who = breaker.pickOne({ purpose: 'exclusion', tied: [0, 1], pick: 'least' });
      return [who, breaker.records[0]?.brokenBy];
    };
    expect(picked(['tie-order', 'first-listed'])).toEqual([0, 'first-listed']);
    expect(picked(['tie-order', 'report'])).toEqual([0, 'report']);
    expect(picked(['tie-order'])).toEqual([1, 'candidate-order']);
  });

  it('goes by the most recent round in which they were unequal', () => {
    const history = [
      [1, 2, 9, 0],
      [5, 5, 5, 0],
      [3, 3, 4, 0],
    ];
    const rule: TieRule = { steps: ['previous-rounds'] };
    expect(pick(rule, { history, pick: 'least' })).toBe(0);
    expect(pick(rule, { history, pick: 'most' })).toBe(2);
  });

  it('goes forwards by the first round in which they were unequal', () => {
    const history = [
      [4, 4, 9],
      [1, 2, 0],
      [2, 1, 0],
    ];
    expect(pick({ steps: ['forwards'] }, { history, pick: 'least' })).toBe(0);
    expect(pick({ steps: ['forwards'] }, { history, pick: 'most' })).toBe(2);
  });

  it('hands what a step leaves over to the next, and records the one that settled it', () => {
    const breaker = new TieBreaker(election, { steps: ['previous-rounds', 'candidate-order'] });
    const picked = breaker.pickOne({
      purpose: 'exclusion',
      tied: [1, 2, 3],
      round: 4,
      history: [[0, 7, 3, 3]],
    });
    expect(picked).toBe(2);
    expect(breaker.records).toEqual([
      {
        round: 4,
        purpose: 'exclusion',
        candidates: [1, 2, 3],
        names: ['Bo', 'Cy', 'Di'],
        chosen: [2],
        brokenBy: 'candidate-order',
        detail: 'by candidate order',
      },
    ]);
  });

  it('is never broken silently: without a rule that settles it, the count stops', () => {
    expect(() => pick({ steps: ['status-quo', 'previous-rounds'] })).toThrow(
      'no rule given breaks the tie between Ada, Bo, Cy',
    );
  });

  it('takes lots drawn by hand in turn, and refuses one that is not among the tied', () => {
    const breaker = new TieBreaker(election, { steps: ['drawn'], drawn: [1, 0] });
    expect(breaker.pickOne({ purpose: 'exclusion', tied: [0, 1] })).toBe(1);
    expect(() => breaker.pickOne({ purpose: 'exclusion', tied: [2, 3] })).toThrow(
      'draw 2 picks nobody of Cy, Di',
    );
    expect(breaker.order({ purpose: 'exclusion', tied: [0] })).toEqual([0]);
  });
});

describe('lots', () => {
  it('can be repeated by anybody with the seed and a hash program', () => {
    const ticket = (candidate: number): string =>
      createHash('sha256').update(`our seed\n1\n${candidate}`).digest('hex');
    const byHand = [0, 1, 2, 3].toSorted((a, b) => (ticket(a) < ticket(b) ? -1 : 1));
    expect(drawLots('our seed', 1, [0, 1, 2, 3])).toEqual(byHand);
    expect(pick({ steps: ['lot'], seed: 'our seed' }, { tied: [0, 1, 2, 3] })).toBe(byHand[0]);
  });

  it('does not depend on the order in which the tied are named', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 2 }),
        (seed, tied) => {
          expect(drawLots(seed, 2, tied)).toEqual(
            drawLots(
              seed,
              2,
              tied.toSorted((a, b) => a - b),
            ),
          );
        },
      ),
    );
  });

  it('draws everybody about as often', () => {
    const drawn = Array.from({ length: 3000 }, (_, at) => drawLots(`s${at}`, 1, [0, 1, 2])[0]);
    for (const candidate of [0, 1, 2]) {
      const times = drawn.filter((first) => first === candidate).length;
      expect(times).toBeGreaterThan(900);
      expect(times).toBeLessThan(1100);
    }
  });

  it('draws anew at every tie', () => {
    const seeds = Array.from({ length: 40 }, (_, at) => `seed ${at}`);
    const differ = seeds.filter(
      (seed) => drawLots(seed, 1, [0, 1, 2])[0] !== drawLots(seed, 2, [0, 1, 2])[0],
    );
    expect(differ.length).toBeGreaterThan(10);
  });

  it('needs the seed, and the seed that was committed to', () => {
    expect(() => pick({ steps: ['lot'] })).toThrow('a tie by lot needs a seed');
    const commitment = seedCommitment('our seed');
    expect(commitment).toBe(createHash('sha256').update('our seed').digest('hex'));
    expect(() => requireCommitment('our seed', commitment.toUpperCase())).not.toThrow();
    expect(() => pick({ steps: ['lot'], seed: 'another', commitment })).toThrow(
      'the seed does not have the SHA-256 that was committed',
    );
  });
});

describe('ties left open', () => {
  it('are followed every way they can go', () => {
    const ways = exploreOutcomes((script) => {
      const breaker = new TieBreaker(election, { steps: ['report'] }, script);
      const first = breaker.pickOne({ purpose: 'exclusion', tied: [0, 1] });
      const tied = first === 0 ? [1, 2, 3] : [2, 3];
      const second = breaker.pickOne({ purpose: 'exclusion', tied });
      return { value: `${first}${second}`, forks: breaker.forks };
    });
    expect(ways).toEqual(['01', '02', '03', '12', '13']);
  });

  it('are given up when there are too many', () => {
    const endless = (script: readonly number[]): { value: number; forks: number[] } => ({
      value: script.length,
      forks: [3, 3, 3, 3],
    });
    expect(() => exploreOutcomes(endless, 80)).toThrow('more than 80 ways through the ties');
    expect(exploreOutcomes(endless, 81)).toHaveLength(81);
  });

  it('are reported with every acceptable outcome, and only sure winners are named', () => {
    const open = rankedElection({ candidates: ['Ada', 'Bo', 'Cy'], seats: 2 }, [
      [5, [0]],
      [2, [1]],
      [2, [2]],
    ]);
    const result = count(open, {
      method: 'stv',
      variant: 'scottish',
      options: { tie: 'previous-rounds,report' },
    });
    expect(result.winners).toEqual(['Ada']);
    expect(result.outcomes?.map(({ winners }) => winners)).toEqual([
      ['Ada', 'Bo'],
      ['Ada', 'Cy'],
    ]);
    expect(result.ties).toMatchObject([{ brokenBy: 'report', names: ['Bo', 'Cy'] }]);
    expect(result.account.join('\n')).toContain('Tie in round 2 (exclusion) between Bo, Cy: Bo is');
  });

  it.each([
    ['stv', 'scottish'],
    ['participatory-budgeting', 'greedy'],
  ])('are followed as far as was asked for, by %s', (method, variant) => {
    const candidates = ['Ada', 'Bo', 'Cy'].map((name) => ({ name, cost: Rational.of(1) }));
    const frame = { candidates, budget: Rational.of(1) };
    const election =
      method === 'stv'
        ? rankedElection(
            frame,
            [0, 1, 2].map((one) => [1, [one]]),
          )
        : approvalElection(
            frame,
            [0, 1, 2].map((one) => [1, [one]]),
          );
    const follow = (ways: number) =>
      count(election, { method, variant, options: { tie: 'report' }, ways });
    expect(follow(6).outcomes).toHaveLength(3);
    expect(() => follow(2)).toThrow('more than 2 ways through the ties');
  });
});
