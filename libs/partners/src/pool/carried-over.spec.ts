import { fractions } from '@rochdale/platform';
import type { Rational } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carriedOver, readCarried } from './carried-over.js';
import { poolSplitJson, readPoolCase } from './pool-case.js';
import { splitPool } from './split-pool.js';

const { compare, format, parse, rational, subtract, sum } = fractions;
const carry = (of: Readonly<Record<string, Rational>>) => new Map(Object.entries(of));
const texts = (of: ReadonlyMap<string, Rational>) =>
  Object.fromEntries([...of].map(([id, rest]) => [id, format(rest)]));

describe('fractions that are carried over', () => {
  it('stay as they are while they are short', () => {
    const short = carry({ a: parse('1/3'), b: parse('-1/7'), '~coop': parse('-4/21') });
    expect(carriedOver(short)).toBe(short);
    expect(texts(readCarried(texts(short)))).toEqual(texts(short));
  });

  it('are parts of a unit once one is long, the missing ones by largest remainder', () => {
    const over = 3n * 10n ** 40n;
    const kept = carriedOver(
      carry({
        a: rational(over / 2n + 1n, over),
        b: rational(-over / 2n, over),
        c: rational(-1n, over),
      }),
    );
    expect(texts(kept)).toEqual({ a: '1/2', b: '-1/2' });
  });

  it('are read however long, as months of before kept them', () => {
    const long = `${'7'.repeat(900)}/${'9'.repeat(901)}`;
    expect(format(readCarried({ a: long }).get('a') ?? rational(0n))).toBe(
      format(rational(BigInt('7'.repeat(900)), BigInt('9'.repeat(901)))),
    );
  });

  const amounts = fc.array(
    fc.tuple(fc.bigInt(-(10n ** 60n), 10n ** 60n), fc.bigInt(1n, 10n ** 60n)),
    { minLength: 1, maxLength: 12 },
  );
  it('sum to zero as before, and none moves by a part', () => {
    fc.assert(
      fc.property(amounts, (pairs) => {
        const some = pairs.map(([over, under]) => rational(over, under));
        const all = [...some, subtract(rational(0n), sum(some))];
        const exact = new Map(all.map((rest, index) => [`p${index}`, rest]));
        const kept = carriedOver(exact);
        expect(format(sum([...kept.values()]))).toBe('0');
        for (const [id, rest] of exact) {
          const moved = subtract(kept.get(id) ?? rational(0n), rest);
          const part = rational(1n, 10n ** 18n);
          expect(compare(moved, part) < 0).toBe(true);
          expect(compare(moved, subtract(rational(0n), part)) > 0).toBe(true);
        }
      }),
    );
  });

  it('do not grow for ever: five years of sixty members', () => {
    const ids = Array.from({ length: 60 }, (_, index) => `m${index}`);
    let before: Readonly<Record<string, string>> = {};
    for (let month = 1; month <= 60; month += 1) {
      const split = splitPool({
        ...readPoolCase({
          rule: 'user-centric',
          coopShare: '3/10',
          partners: ['a', 'b', 'c'],
          members: ids.map((id, index) => ({ id, paidMinor: String(300 + index) })),
          usage: ids.flatMap((member, index) =>
            ['a', 'b', 'c'].map((partner, place) => ({
              member,
              partner,
              quantity: `${(index * 37 + month * 101 + place * 53) % 997}.${month}${place}7`,
            })),
          ),
        }),
        carry: readCarried(before),
      });
      before = texts(carriedOver(split.carry));
      for (const text of Object.values(before)) expect(text.length).toBeLessThan(83);
    }
  });

  it('of a file are read back into the next case, however long', () => {
    const left = poolSplitJson(
      splitPool(
        readPoolCase({
          rule: 'user-centric',
          partners: ['a', 'b'],
          members: Array.from({ length: 20 }, (_, index) => ({
            id: `m${index}`,
            paidMinor: '101',
          })),
          usage: Array.from({ length: 20 }, (_, index) => [
            { member: `m${index}`, partner: 'a', quantity: `${index}.00000${index}1` },
            { member: `m${index}`, partner: 'b', quantity: `1.0${index}03` },
          ]).flat(),
        }),
      ),
    ).carry;
    expect(Math.max(...Object.values(left).map((text) => text.length))).toBeGreaterThan(82);
    const next = readPoolCase({
      rule: 'user-centric',
      partners: ['a', 'b'],
      members: [],
      carry: left,
    });
    expect(texts(next.carry)).toEqual(left);
  });
});
