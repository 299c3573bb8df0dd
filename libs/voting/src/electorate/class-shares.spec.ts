import { Rational } from '@rochdale/tally';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tx } from '@rochdale/platform';
import { ruleLike } from '../testing/rules.js';
import { Votes } from '../vote/votes.js';
import { haveVoters, weightsByShare } from './class-shares.js';
import { drawElectorate } from './electorate.js';

const shares = [
  { classes: ['worker'], share: '3/5' },
  { classes: ['user', 'supporter'], share: '2/5' },
];
const of = (counts: Readonly<Record<string, number>>): string[] =>
  Object.entries(counts).flatMap(([name, count]) => Array.from({ length: count }, () => name));

describe('shares of classes', () => {
  it('make whole weights, as small as they get', () => {
    const weights = weightsByShare(shares, of({ worker: 2, user: 2, supporter: 1 }));
    expect(weights).toEqual(
      new Map([
        ['worker', 9n],
        ['user', 4n],
        ['supporter', 4n],
      ]),
    );
    expect(weightsByShare(shares, of({ worker: 3, user: 2 }))).toEqual(
      new Map([
        ['worker', 1n],
        ['user', 1n],
        ['supporter', 1n],
      ]),
    );
  });

  it('are exact, however many of each class vote, and each of a share weighs the same', () => {
    const counts = fc.record({
      worker: fc.integer({ min: 1, max: 9000 }),
      user: fc.integer({ min: 1, max: 9000 }),
      supporter: fc.integer({ min: 0, max: 9000 }),
    });
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: 1, max: 999 }),
        ({ worker, user, supporter }, parts) => {
          const split = [
            { classes: ['worker'], share: `${parts}/1000` },
            { classes: ['user', 'supporter'], share: `${1000 - parts}/1000` },
          ];
          const weights = weightsByShare(split, of({ worker, user, supporter }));
          const workers = BigInt(worker) * weights.get('worker')!;
          const all = workers + BigInt(user + supporter) * weights.get('user')!;
          expect(Rational.of(workers, all).compare(Rational.of(BigInt(parts), 1000n))).toBe(0);
          expect(weights.get('supporter')).toBe(weights.get('user'));
          expect(all).toBeLessThan(BigInt(Number.MAX_SAFE_INTEGER));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are nobody’s where nobody of a class could vote', () => {
    expect(haveVoters(shares, of({ worker: 2, supporter: 1 }))).toBe(true);
    expect(haveVoters(shares, of({ worker: 2 }))).toBe(false);
  });

  it('open no vote that all of them together could not count', async () => {
    const counts = { a: 30_011, b: 30_013, c: 30_029 };
    const entries = of(counts).map((memberClass, nth) => ({
      memberId: String(nth),
      memberClass,
      standing: 'active',
      votes: 1,
      mayVote: true,
    }));
    const votes = new Votes({
      entries: async () => entries,
      away: async () => new Set(),
      wentAway: async () => new Map(),
    });
    const rule = ruleLike({
      eligibility: { classes: ['a', 'b', 'c'], standings: ['active'], weightByClass: {} },
      classShares: [
        { classes: ['a'], share: '1/1000' },
        { classes: ['b'], share: '3/1000' },
        { classes: ['c'], share: '249/250' },
      ],
    });
    await expect(votes.prepare({} as Tx, 'a vote', rule)).rejects.toMatchObject({
      code: 'WEIGHT_TOO_LARGE',
    });
  });

  it('are what an electorate weighs, whoever pauses', () => {
    const roll = of({ worker: 2, user: 3, friend: 4 }).map((memberClass, nth) => ({
      memberId: String(nth),
      memberClass,
      standing: nth % 2 === 0 ? 'active' : 'paused',
      votes: 7,
      mayVote: true,
    }));
    const eligibility = {
      classes: ['worker', 'user', 'supporter'],
      standings: ['active' as const, 'paused' as const, 'in-arrears' as const],
      weightByClass: {},
    };
    const { voters, weight, told } = drawElectorate(
      ruleLike({ eligibility, classShares: shares }),
      roll,
    );
    expect(voters.map((voter) => voter.weight)).toEqual([9n, 9n, 4n, 4n, 4n]);
    expect([weight, told.weight, told.voters]).toEqual([30n, 30n, 5]);
  });
});
