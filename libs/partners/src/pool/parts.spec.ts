import { fractions } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPoolCase } from './pool-case.js';
import { partsOf } from './parts.js';
import { splitPool, splitRules } from './split-pool.js';

const unit = 3_603_600n;

const pool = (rule: string, lambda = '0') =>
  readPoolCase({
    rule,
    lambda,
    coopShare: '2/5',
    partners: ['a', 'b'],
    members: [
      { id: 'ann', paidMinor: '1000' },
      { id: 'bob', paidMinor: '500' },
      { id: 'cec', paidMinor: '250' },
    ],
    usage: [
      { member: 'ann', partner: 'a', quantity: '1' },
      { member: 'ann', partner: 'b', quantity: '2' },
      { member: 'bob', partner: 'b', quantity: '1' },
    ],
  });

const told = (rule: string, lambda?: string) =>
  Object.fromEntries(
    [...partsOf(pool(rule, lambda))].map(([id, own]) => [id, Object.fromEntries(own)]),
  );

describe('whose dues a share is', () => {
  it('are those of who used the partner, as far as it was this one', () => {
    expect(told('user-centric')).toEqual({
      a: { ann: 200n * unit },
      b: { ann: 400n * unit, bob: 300n * unit },
    });
    expect(told('equal-per-member')).toEqual({
      a: { ann: 300n * unit },
      b: { ann: 300n * unit, bob: 300n * unit },
    });
  });

  it('are everybody’s under pro rata, also of who used nothing', () => {
    // A quarter of three fifths of 17.50, by what each paid.
    expect(told('pro-rata')['a']).toEqual({
      ann: 150n * unit,
      bob: 75n * unit,
      cec: (75n * unit) / 2n,
    });
    expect(told('hybrid', '1/2')['a']).toEqual({
      ann: 175n * unit,
      bob: (75n * unit) / 2n,
      cec: (75n * unit) / 4n,
    });
  });

  it('come to the share, but for its fraction', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...splitRules),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9_999 }), fc.nat(9), fc.nat(9)), {
          minLength: 1,
          maxLength: 12,
        }),
        (rule, members) => {
          const one = readPoolCase({
            rule,
            lambda: '1/3',
            coopShare: '3/10',
            partners: ['a', 'b'],
            members: members.map(([paid], nth) => ({ id: `m${nth}`, paidMinor: String(paid) })),
            usage: members.flatMap(([, a, b], nth) => [
              { member: `m${nth}`, partner: 'a', quantity: String(a) },
              { member: `m${nth}`, partner: 'b', quantity: String(b) },
            ]),
          });
          const split = splitPool(one);
          const parts = partsOf(one);
          for (const [partnerId, minor] of split.partners) {
            const sum = [...(parts.get(partnerId) ?? new Map<string, bigint>()).values()].reduce(
              (all, part) => all + part,
              0n,
            );
            const off = fractions.subtract(
              fractions.rational(sum, unit),
              fractions.rational(minor),
            );
            expect(fractions.compare(off, fractions.rational(-1n))).toBe(1);
            expect(fractions.compare(off, fractions.one)).toBe(-1);
          }
        },
      ),
    );
  });
});
