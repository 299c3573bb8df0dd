import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fractions } from './fractions.js';
import type { Rational } from './rational.js';

const { add, compare, divide, floor, format, multiply, one, parse, rational, subtract, sum, zero } =
  fractions;
const refusal = expect.objectContaining({ code: 'INVALID_INPUT' }) as Error;

const whole = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
const fraction = fc
  .tuple(
    whole,
    whole.filter((value) => value !== 0n),
  )
  .map(([numerator, denominator]) => rational(numerator, denominator));
const notZero = fraction.filter(({ numerator }) => numerator !== 0n);

const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b));
const size = (value: bigint): bigint => (value < 0n ? -value : value);

/** In lowest terms, the sign above: so that equal fractions are equal objects. */
function expectLowest({ numerator, denominator }: Rational): void {
  expect(denominator).toBeGreaterThan(0n);
  expect(divisor(size(numerator), denominator)).toBe(1n);
}

describe('a fraction', () => {
  it.each([
    [6n, 4n, '3/2'],
    [6n, -4n, '-3/2'],
    [-6n, -4n, '3/2'],
    [0n, -7n, '0'],
    [8n, 4n, '2'],
    [-8n, 4n, '-2'],
  ])('of %d over %d is %s', (numerator, denominator, text) => {
    expect(format(rational(numerator, denominator))).toBe(text);
  });

  it('is whole unless something is said below', () => {
    expect(rational(-3n)).toEqual({ numerator: -3n, denominator: 1n });
    expect([zero, one]).toEqual([rational(0n), rational(1n)]);
  });

  it('is not over zero', () => {
    expect(() => rational(1n, 0n)).toThrow(RangeError);
    expect(() => rational(0n, 0n)).toThrow(RangeError);
    expect(() => divide(one, zero)).toThrow(RangeError);
  });
});

describe('the arithmetic of fractions', () => {
  it('answers in lowest terms', () => {
    fc.assert(
      fc.property(fraction, notZero, (a, b) => {
        for (const answer of [add(a, b), subtract(a, b), multiply(a, b), divide(a, b)]) {
          expectLowest(answer);
        }
      }),
    );
  });

  it('is that of the field', () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
        expect(multiply(a, b)).toEqual(multiply(b, a));
        expect([add(a, zero), multiply(a, one), multiply(a, zero)]).toEqual([a, a, zero]);
      }),
    );
  });

  it('takes back what it did', () => {
    fc.assert(
      fc.property(fraction, notZero, (a, b) => {
        expect(subtract(add(a, b), b)).toEqual(a);
        expect(divide(multiply(a, b), b)).toEqual(a);
      }),
    );
  });

  it('loses nothing where decimals would', () => {
    const tenth = parse('0.1');
    const ten = Array.from({ length: 10 }, () => tenth);
    expect(ten.reduce(add, zero)).toEqual(one);
    expect(sum(ten)).toEqual(one);
    expect(add(parse('1/3'), parse('2/3'))).toEqual(one);
  });
});

describe('a sum of many', () => {
  it('is what adding one after the other comes to', () => {
    fc.assert(
      fc.property(fc.array(fraction), (all) => {
        expect(sum(all)).toEqual(all.reduce(add, zero));
      }),
    );
  });
});

describe('the order of fractions', () => {
  it('is that of their difference', () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        const { numerator } = subtract(a, b);
        expect(compare(a, b)).toBe(numerator < 0n ? -1 : numerator > 0n ? 1 : 0);
        expect(compare(a, b) + compare(b, a)).toBe(0);
      }),
    );
  });

  it('tells apart what a double cannot', () => {
    expect(compare(rational(2n ** 53n + 1n), rational(2n ** 53n))).toBe(1);
    expect(compare(parse('1/3'), parse('0.3333333333333333333333'))).toBe(1);
  });
});

describe('the whole part of a fraction', () => {
  it.each([
    ['7/2', 3n],
    ['-7/2', -4n],
    ['-4', -4n],
    ['4', 4n],
    ['-1/1000', -1n],
    ['999/1000', 0n],
  ])('of %s is %d', (text, expected) => {
    expect(floor(parse(text))).toBe(expected);
  });

  it('is never above it, and less than one below', () => {
    fc.assert(
      fc.property(fraction, (a) => {
        const rest = subtract(a, rational(floor(a)));
        expect(compare(rest, zero)).toBeGreaterThanOrEqual(0);
        expect(compare(rest, one)).toBe(-1);
      }),
    );
  });
});

describe('a fraction as text', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fraction, (a) => {
        expect(parse(format(a))).toEqual(a);
      }),
    );
  });

  it.each([
    ['0.125', '1/8'],
    ['-0.125', '-1/8'],
    ['-0.0', '0'],
    ['10.50', '21/2'],
    ['-6/8', '-3/4'],
    ['0/5', '0'],
    ['007', '7'],
    [
      '0.30000000000000000000000000000000000001',
      '30000000000000000000000000000000000001/1' + '0'.repeat(38),
    ],
  ])('%s is %s', (text, expected) => {
    expect(format(parse(text))).toBe(expected);
  });

  it.each([
    '',
    ' ',
    '-',
    '+1',
    '1/',
    '/2',
    '1/0',
    '0/0',
    '1.',
    '.5',
    '1e3',
    '0x10',
    '1/-2',
    '--1',
    '1.5/2',
    '1/2/3',
    ' 1',
    '1\n',
    '1,5',
    '½',
    '١',
    'NaN',
    'Infinity',
    '9'.repeat(41),
  ])('is not %j', (text) => {
    expect(() => parse(text)).toThrow(refusal);
  });

  it('repeats little of what was wrong', () => {
    const long = 'x'.repeat(10_000);
    expect(() => parse(long)).toThrow(/^'x{60}' is not a number/);
  });
});
