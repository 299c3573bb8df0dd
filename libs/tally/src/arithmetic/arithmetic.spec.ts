import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Rational } from './rational.js';
import { divideRounded } from './rounding.js';
import { Scale } from './scale.js';

const fraction = fc
  .tuple(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: 1n, max: 1000n }))
  .map(([top, bottom]) => Rational.of(top, bottom));

describe('Rational', () => {
  it('is always reduced, with a positive denominator', () => {
    expect(Rational.of(6, -4).toString()).toBe('-3/2');
    expect(Rational.of(0, -7).toString()).toBe('0');
    expect(Rational.of(-6, 3).toString()).toBe('-2');
    expect(() => Rational.of(1, 0)).toThrow(RangeError);
    expect(() => Rational.ONE.div(Rational.ZERO)).toThrow(RangeError);
  });

  it.each([
    ['12', '12'],
    ['-3.25', '-13/4'],
    ['+0.10', '1/10'],
    ['1e-6', '1/1000000'],
    ['2.5E2', '250'],
    ['4/6', '2/3'],
    ['-4/6', '-2/3'],
  ])('reads %s exactly', (text, value) => {
    expect(Rational.parse(text)?.toString()).toBe(value);
  });

  it.each(['', 'x', '1.', '.5', '1/0', '1/-2', '0x10', '1e9999', 'Infinity', ' 1', '1_000'])(
    'does not read %j',
    (text) => {
      expect(Rational.parse(text)).toBeNull();
    },
  );

  it('adds, subtracts, multiplies and divides without loss', () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        expect(a.add(b).sub(b).equals(a)).toBe(true);
        expect(a.mul(b.add(c)).equals(a.mul(b).add(a.mul(c)))).toBe(true);
        if (!b.isZero()) expect(a.mul(b).div(b).equals(a)).toBe(true);
        expect(Math.sign(a.compare(b))).toBe(
          Math.sign(Number(a.numerator * b.denominator - b.numerator * a.denominator)),
        );
        expect(a.isNegative()).toBe(a.compare(Rational.ZERO) < 0);
      }),
    );
  });

  it('rounds down and up to integers', () => {
    fc.assert(
      fc.property(fraction, (value) => {
        expect(Rational.of(value.floor()).compare(value)).toBeLessThanOrEqual(0);
        expect(Rational.of(value.floor() + 1n).compare(value)).toBe(1);
        expect(value.ceil()).toBe(-value.negate().floor());
      }),
    );
  });

  it.each([
    [Rational.of(1, 3), 4, '0.3333'],
    [Rational.of(2, 3), 4, '0.6667'],
    [Rational.of(-1, 8), 12, '-0.125'],
    [Rational.of(5), 12, '5'],
    [Rational.of(100), 0, '100'],
    [Rational.of(1, 2), 0, '1'],
  ])('shows %s in %i decimals as %s', (value, digits, text) => {
    expect(value.toDecimal(digits)).toBe(text);
    expect(JSON.stringify(value)).toBe(`"${value.toString()}"`);
  });
});

describe('rounding is done as named', () => {
  it.each([
    ['truncate', [-2n, -1n, -1n, 1n, 1n, 2n]],
    ['floor', [-3n, -2n, -2n, 1n, 1n, 2n]],
    ['ceiling', [-2n, -1n, -1n, 2n, 2n, 3n]],
    ['away', [-3n, -2n, -2n, 2n, 2n, 3n]],
    ['half-up', [-3n, -2n, -1n, 1n, 2n, 3n]],
    ['half-even', [-2n, -2n, -1n, 1n, 2n, 2n]],
  ] as const)('%s', (rounding, expected) => {
    const quarters = [-10n, -6n, -5n, 5n, 6n, 10n];
    expect(quarters.map((value) => divideRounded(value, 4n, rounding))).toEqual(expected);
    expect(divideRounded(8n, 4n, rounding)).toBe(2n);
  });
});

describe('Scale', () => {
  const scale = new Scale(3);
  it('counts thousandths', () => {
    expect(scale.fromInteger(2)).toBe(2000n);
    expect(scale.fromRational(Rational.of(2, 3), 'truncate')).toBe(666n);
    expect(scale.multiply(1500n, 333n, 'floor')).toBe(499n);
    expect(scale.multiply(1500n, 333n, 'ceiling')).toBe(500n);
    expect(scale.divide(1000n, 3000n, 'ceiling')).toBe(334n);
    expect(scale.format(-1n)).toBe('-0.001');
    expect(scale.format(12_345n)).toBe('12.345');
    expect(new Scale(0).format(7n)).toBe('7');
  });
});
