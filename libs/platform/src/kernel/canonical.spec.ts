import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, sha256Hex } from './canonical.js';

/** The same value with the keys of every object turned round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, one]) => [key, turned(one)]),
  );
}

const json = fc.jsonValue({ maxDepth: 4 });

describe('canonical JSON', () => {
  it('is the same text in whatever order the keys were written', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('means what was written', () => {
    fc.assert(
      fc.property(json, (value) => {
        // Negative zero is zero in JSON.
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('tells different values apart', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const isSame = canonicalJson(a) === canonicalJson(b);
        const text = (value: unknown) => JSON.stringify(JSON.parse(canonicalJson(value)));
        expect(isSame).toBe(text(a) === text(b));
      }),
    );
  });

  it.each([
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ a: { d: 1, c: [3, { f: 1, e: 2 }] } }, '{"a":{"c":[3,{"e":2,"f":1}],"d":1}}'],
    // RFC 8785, 3.2.3: by UTF-16 units, so the emoji comes before the Hebrew point.
    [
      { '\u20ac': 1, '\r': 2, '1': 3, '\ufb33': 4, '\ud83d\ude00': 5 },
      '{"\\r":2,"1":3,"€":1,"😀":5,"\ufb33":4}',
    ],
    [
      [1e21, 0.000001, 1e-7, 4.5, -0, 333333333.3333333],
      '[1e+21,0.000001,1e-7,4.5,0,333333333.3333333]',
    ],
    ['\u2028"\\\b\u0001', '"\u2028\\"\\\\\\b\\u0001"'],
    [null, 'null'],
    [[], '[]'],
    [{}, '{}'],
  ])('writes %j as RFC 8785 says', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('writes amounts and moments as text, however deep', () => {
    const at = new Date('2026-03-29T01:30:00.123Z');
    const value = { amount: 2n ** 63n - 1n, list: [{ at, none: null, minus: -5n }] };
    expect(canonicalJson(value)).toBe(
      '{"amount":"9223372036854775807","list":[{"at":"2026-03-29T01:30:00.123Z","minus":"-5",' +
        '"none":null}]}',
    );
  });

  it('leaves out what is not there, so that it equals what never was', () => {
    expect(canonicalJson({ a: 1, b: undefined })).toBe(canonicalJson({ a: 1 }));
  });

  it('keeps a key that objects inherit', () => {
    const value: unknown = JSON.parse('{"__proto__":{"admin":true},"a":1}');
    expect(canonicalJson(value)).toBe('{"__proto__":{"admin":true},"a":1}');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, [Number.NEGATIVE_INFINITY]])(
    'has no text for %s',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(/NaN|Infinity|without JSON/);
    },
  );

  it.each([undefined, () => 1, Symbol('s')])('has no text for %o', (value) => {
    expect(() => canonicalJson(value)).toThrow(/NaN|Infinity|without JSON/);
  });

  it('has no text for a moment that is none', () => {
    expect(() => canonicalJson({ at: new Date('never') })).toThrow(RangeError);
  });
});

describe('a hash', () => {
  // FIPS 180-2, appendix B.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ])('of %j is the published one', (text, expected) => {
    expect(sha256Hex(text)).toBe(expected);
    expect(sha256Hex(Buffer.from(text))).toBe(expected);
  });

  it('is of bytes, not of how they are read', () => {
    expect(sha256Hex('é')).toBe(sha256Hex(Uint8Array.of(0xc3, 0xa9)));
    expect(sha256Hex('é'.normalize('NFD'))).not.toBe(sha256Hex('é'.normalize('NFC')));
  });
});
