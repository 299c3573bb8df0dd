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

/** What a pool of members, each with what they paid and used, comes to. */
function shared(
  members: Readonly<Record<string, readonly [paid: number, used?: Record<string, string>]>>,
  terms: { rule?: string; partners?: string[]; carry?: Record<string, string> } & Partial<
    Record<'coopShare' | 'lambda', string>
  > = {},
) {
  return poolSplitJson(
    splitPool(
      readPoolCase({
        rule: 'user-centric',
        partners: ['a', 'b', 'c'],
        members: Object.entries(members).map(([id, [paid]]) => ({ id, paidMinor: String(paid) })),
        usage: Object.entries(members).flatMap(([member, [, used = {}]]) =>
          Object.entries(used).map(([partner, quantity]) => ({ member, partner, quantity })),
        ),
        ...terms,
      }),
    ),
  );
}

describe('a pool worked out on paper', () => {
  it('follows each member’s own usage, and what nobody used is unused', () => {
    const members = {
      ann: [1000, { a: '1', b: '2' }],
      bob: [700, { a: '0.5' }],
      cec: [333, { c: '0' }],
      dan: [0, { c: '5' }],
    } as const;
    expect(shared(members, { coopShare: '3/10' })).toEqual({
      partners: { a: '723', b: '467', c: '0' },
      unused: '233',
      coop: '610',
      carry: { a: '1/3', b: '-1/3', '~unused': '1/10', '~coop': '-1/10' },
    });
  });

  it('goes in equal parts to those whom a member used at all', () => {
    const members = { ann: [900, { a: '8', b: '1', c: '0' }], bob: [100, { b: '7' }] } as const;
    expect(shared(members, { rule: 'equal-per-member' })).toMatchObject({
      partners: { a: '450', b: '550', c: '0' },
      carry: {},
    });
  });

  it('goes by all that was used under pro rata, whoever used it', () => {
    const members = { ann: [900, { a: '1' }], bob: [100, { b: '8.5', c: '0.5' }] } as const;
    expect(shared(members, { rule: 'pro-rata', coopShare: '1/2' })).toMatchObject({
      partners: { a: '50', b: '425', c: '25' },
      coop: '500',
    });
  });

  it('is a quarter of pro rata in a hybrid of that weight', () => {
    const members = { ann: [1000, { a: '3' }], bob: [1000, { b: '1' }] } as const;
    expect(shared(members, { rule: 'hybrid', lambda: '1/4' })).toMatchObject({
      partners: { a: '1125', b: '875', c: '0' },
    });
  });

  it.each(splitRules)('is unused under %s when nobody used anything', (rule) => {
    const members = { ann: [100, { a: '0' }], bob: [11] } as const;
    expect(shared(members, { rule, lambda: '1/2', coopShare: '1/10' })).toEqual({
      partners: { a: '0', b: '0', c: '0' },
      unused: '100',
      coop: '11',
      carry: { '~unused': '-1/10', '~coop': '1/10' },
    });
  });
});

describe('whole units', () => {
  it.each([
    ['the largest', 1, { a: '0.2', b: '0.5', c: '0.3' }, ['0', '1', '0']],
    ['the two largest', 2, { a: '0.9', b: '0.4', c: '0.7' }, ['1', '0', '1']],
    ['the first of those that are alike', 100, { a: '1', b: '1', c: '1' }, ['34', '33', '33']],
  ])('go to %s of the fractions', (_, paid, used, [a, b, c]) => {
    expect(shared({ ann: [paid, used] }).partners).toEqual({ a, b, c });
  });

  it('go by codepoint among those alike, not by the order given or a language’s', () => {
    const used = { b: '1', é: '1', a: '1', B: '1' };
    const split = shared({ ann: [101, used] }, { partners: ['é', 'b', 'B', 'a'] });
    expect(split.partners).toEqual({ B: '26', a: '25', b: '25', é: '25' });
    const two = shared({ ann: [102, used] }, { partners: ['b', 'a', 'é', 'B'] });
    expect(two.partners).toEqual({ B: '26', a: '26', b: '25', é: '25' });
  });

  it('go to partners before what is unused, and to that before the co-operative', () => {
    const half = { coopShare: '1/2' };
    expect(shared({ ann: [1, { c: '1' }] }, half)).toMatchObject({ partners: { c: '1' } });
    expect(shared({ ann: [1] }, half)).toMatchObject({ unused: '1', coop: '0' });
  });

  // C had too much before: what it lacks is taken back from the others, one unit each in turn.
  it.each([
    ['from both alike', 10, { a: '8', b: '8', c: '-6' }, ['5', '5']],
    ['from the last first', 10, { a: '8', b: '7', c: '-5' }, ['6', '4']],
    ['from the smaller fraction first', 10, { a: '7.25', b: '8.75', c: '-6' }, ['4', '6']],
    ['from both, by few', 10, { a: '7.25', b: '7.75', c: '-5' }, ['5', '5']],
    ['from who has most, below nothing from none', 50, { a: '100', b: '1', c: '-51' }, ['50', '0']],
    ['from whoever has most', 50, { a: '1', b: '100', c: '-51' }, ['0', '50']],
    ['one unit', 10, { a: '6', b: '5', c: '-1' }, ['6', '4']],
  ])('are taken back %s', (_, paid, exact, [a, b]) => {
    // Everything is a's by usage; the carries move it to where the case wants it.
    const carry = {
      ...exact,
      a: fractions.format(
        fractions.subtract(fractions.parse(exact.a), fractions.parse(String(paid))),
      ),
    };
    expect(shared({ ann: [paid, { a: '1' }] }, { carry }).partners).toEqual({ a, b, c: '0' });
  });

  it('go to whoever has a share or a fraction, though the list has forgotten them', () => {
    const split = splitPool({
      ...readPoolCase({ rule: 'pro-rata', partners: ['b'], members: [{ id: 'm', paidMinor: 9 }] }),
      usage: [{ memberId: 'm', partnerId: 'a', quantity: fractions.one }],
      carry: new Map([
        ['c', fractions.one],
        ['a', fractions.parse('-1')],
      ]),
    });
    expect(Object.fromEntries(split.partners)).toEqual({ a: 8n, b: 0n, c: 1n });
    expect([split.unusedMinor, split.coopMinor]).toEqual([0n, 0n]);
  });

  it('that were taken back are owed on', () => {
    const carry = { a: '-2.75', b: '8.75', c: '-6' };
    expect(shared({ ann: [10, { a: '1' }] }, { carry })).toMatchObject({
      partners: { a: '4', b: '6', c: '0' },
      carry: { a: '13/4', b: '11/4', c: '-6' },
    });
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
