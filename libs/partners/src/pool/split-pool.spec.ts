import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fractions } from '@rochdale/platform';
import { poolSplitJson, readPoolCase } from './pool-case.js';
import { splitPool, splitRules } from './split-pool.js';

const vectors = new URL('../../../../../shared/vectors/split/vectors.json', import.meta.url);
const present = existsSync(vectors);

interface Vector {
  readonly id: string;
  readonly expected: object;
}

const cases: readonly Vector[] = present
  ? (JSON.parse(readFileSync(vectors, 'utf8')) as Vector[])
  : [];

describe.skipIf(!present)('the split vectors beside the repository', () => {
  it.each(cases.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    expect(poolSplitJson(splitPool(readPoolCase(vector)))).toEqual(vector.expected);
  });
});

const ids = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, n) => `${prefix}${n}`);

const poolCases = fc
  .record({
    rule: fc.constantFrom(...splitRules),
    partners: fc.integer({ min: 1, max: 5 }),
    paid: fc.array(fc.bigInt(0n, 100_000n), { minLength: 1, maxLength: 8 }),
    share: fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 9, max: 11 })),
    lambda: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 5, max: 7 })),
    usage: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 999_999 })), {
      maxLength: 30,
    }),
  })
  .map(({ rule, partners, paid, share, lambda, usage }) => ({
    rule,
    coopShare: share.join('/'),
    lambda: lambda.join('/'),
    partners: ids('p', partners),
    members: paid.map((minor, n) => ({ id: `m${n}`, paidMinor: minor.toString() })),
    usage: usage.map(([member, partner, thousandths]) => ({
      member: `m${member % paid.length}`,
      partner: `p${partner % partners}`,
      quantity: `${thousandths}/1000`,
    })),
  }));

const total = (amounts: Iterable<bigint>) => [...amounts].reduce((sum, one) => sum + one, 0n);

describe('sharing out a pool', () => {
  it('gives exactly what was paid, and carries exactly nothing in sum, over many periods', () => {
    fc.assert(
      fc.property(poolCases, fc.integer({ min: 1, max: 4 }), (json, periods) => {
        let carry = {};
        for (let period = 0; period < periods; period += 1) {
          const split = splitPool(readPoolCase({ ...json, carry }));
          const paid = total(json.members.map(({ paidMinor }) => BigInt(paidMinor)));
          const given = total(split.partners.values()) + split.unusedMinor + split.coopMinor;
          expect(given).toBe(paid);
          const left = [...split.carry.values()].reduce(fractions.add, fractions.zero);
          expect(fractions.format(left)).toBe('0');
          for (const minor of split.partners.values()) expect(minor >= 0n).toBe(true);
          carry = poolSplitJson(split).carry;
        }
      }),
    );
  });

  it('lets a member move no more than their own dues, under the user-centric rule', () => {
    fc.assert(
      fc.property(poolCases, fc.bigInt(1n, 10n ** 12n), (json, quantity) => {
        const honest = { ...json, rule: 'user-centric' };
        const fake = {
          ...honest,
          members: [...json.members, { id: 'fake', paidMinor: '100' }],
          usage: [...json.usage, { member: 'fake', partner: 'p0', quantity: quantity.toString() }],
        };
        const before = splitPool(readPoolCase(honest)).partners.get('p0') ?? 0n;
        const after = splitPool(readPoolCase(fake)).partners.get('p0') ?? 0n;
        // Its own 100, and at most one unit of rounding.
        expect(after - before <= 101n).toBe(true);
      }),
    );
  });

  it('does not depend on the order of members, partners or usage', () => {
    fc.assert(
      fc.property(poolCases, (json) => {
        const reversed = {
          ...json,
          partners: json.partners.toReversed(),
          members: json.members.toReversed(),
          usage: json.usage.toReversed(),
        };
        expect(poolSplitJson(splitPool(readPoolCase(reversed)))).toEqual(
          poolSplitJson(splitPool(readPoolCase(json))),
        );
      }),
    );
  });

  it('makes the hybrid the user-centric rule at 0 and pro rata at 1', () => {
    fc.assert(
      fc.property(poolCases, (json) => {
        const at = (rule: string, lambda: string) =>
          poolSplitJson(splitPool(readPoolCase({ ...json, rule, lambda })));
        expect(at('hybrid', '0')).toEqual(at('user-centric', '0'));
        expect(at('hybrid', '1')).toEqual(at('pro-rata', '0'));
      }),
    );
  });

  it('takes back in bounded time when a carry is far below zero', () => {
    const split = splitPool(
      readPoolCase({
        rule: 'pro-rata',
        partners: ['a', 'b', 'c'],
        members: [{ id: 'm', paidMinor: '1000000000000000' }],
        usage: [
          { member: 'm', partner: 'a', quantity: '1' },
          { member: 'm', partner: 'b', quantity: '1' },
        ],
        carry: { a: '900000000000000', c: '-900000000000000' },
      }),
    );
    expect(total(split.partners.values())).toBe(1_000_000_000_000_000n);
    expect(split.partners.get('c')).toBe(0n);
  });
});

describe('a case that cannot be read names the field', () => {
  const good = {
    rule: 'pro-rata',
    partners: ['p'],
    members: [{ id: 'm', paidMinor: '1' }],
    usage: [],
  };
  it.each([
    ['no object', [], 'case is an object'],
    ['an unknown rule', { ...good, rule: 'fair' }, 'rule is one of'],
    ['a partner twice', { ...good, partners: ['p', 'p'] }, 'partners names p twice'],
    ['a negative amount', { ...good, members: [{ id: 'm', paidMinor: '-1' }] }, 'paidMinor'],
    ['half a cent', { ...good, members: [{ id: 'm', paidMinor: '0.5' }] }, 'whole minor units'],
    [
      'usage of a stranger',
      { ...good, usage: [{ member: 'x', partner: 'p', quantity: '1' }] },
      'x',
    ],
    [
      'usage at a stranger',
      { ...good, usage: [{ member: 'm', partner: 'x', quantity: '1' }] },
      'x',
    ],
    ['a share above one', { ...good, coopShare: '2' }, 'coopShare is between 0 and 1'],
    ['a carry that is not balanced', { ...good, carry: { p: '1/2' } }, 'carry sums to zero'],
    ['a hybrid without weight', { ...good, rule: 'hybrid' }, 'lambda is needed'],
    ['a fraction over zero', { ...good, coopShare: '1/0' }, 'not a number'],
  ])('%s', (_, json, message) => {
    expect(() => readPoolCase(json)).toThrow(message);
  });
});
