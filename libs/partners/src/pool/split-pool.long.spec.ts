import { fractions } from '@rochdale/platform';
import type { Rational } from '@rochdale/platform';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitPool, splitRules } from './split-pool.js';
import type { PoolCase } from './split-pool.js';

const partnerIds = ['a', 'b', 'c', 'd'];
const share = fc.integer({ min: 0, max: 12 }).map((part) => fractions.parse(`${part}/12`));

const month = fc.record({
  paid: fc.array(fc.bigInt(0n, 100_000n), { minLength: 1, maxLength: 6 }),
  usage: fc.array(fc.tuple(fc.nat(5), fc.nat(3), fc.nat(50)), { maxLength: 20 }),
});

const total = (amounts: Iterable<bigint>): bigint =>
  [...amounts].reduce((sum, amount) => sum + amount, 0n);

it('over years of months no unit is lost, and nobody is more than a few units off', () => {
  const year = fc.tuple(
    fc.constantFrom(...splitRules),
    share,
    share,
    fc.array(month, { minLength: 12, maxLength: 36 }),
  );
  fc.assert(
    fc.property(year, ([rule, coopShare, lambda, months]) => {
      let carry: ReadonlyMap<string, Rational> = new Map();
      for (const { paid, usage } of months) {
        const paidMinor = new Map(paid.map((minor, nth) => [`m${nth}`, minor]));
        const pool: PoolCase = {
          rule,
          coopShare,
          lambda,
          partnerIds,
          paidMinor,
          usage: usage
            .filter(([member]) => member < paid.length)
            .map(([member, partner, quantity]) => ({
              memberId: `m${member}`,
              partnerId: partnerIds[partner] ?? 'a',
              quantity: fractions.parse(String(quantity)),
            })),
          carry,
        };
        const split = splitPool(pool);
        const given = [...split.partners.values(), split.unusedMinor, split.coopMinor];
        expect(total(given)).toBe(total(paid));
        expect(given.every((minor) => minor >= 0n)).toBe(true);
        const rests = [...split.carry.values()];
        const carried = rests.reduce(fractions.add, fractions.zero);
        expect(fractions.compare(carried, fractions.zero)).toBe(0);
        carry = split.carry;
      }
    }),
    { numRuns: 500 },
  );
});
