import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  decimalText,
  formatMinor,
  minorToDecimal,
  parseDecimal,
  parseLooseDecimal,
  sameDecimal,
  toMinor,
} from './amount.js';
import { currencyExponent, exponentOrAssumed, knownCurrencies } from './currency.js';

const minors = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
const exponents = fc.constantFrom(0, 2, 3, 4);

describe('amounts in every exponent of ISO 4217', () => {
  it('go to text and back without loss', () => {
    fc.assert(
      fc.property(minors, exponents, (amountMinor, exponent) => {
        const text = formatMinor(amountMinor, exponent);
        const decimal = parseDecimal(text);
        expect(decimal).not.toBeNull();
        if (decimal === null) return;
        expect(toMinor(decimal, exponent)).toEqual({ amountMinor, exactAmount: null });
      }),
    );
  });

  it('are the same with superfluous zeros and with a comma', () => {
    fc.assert(
      fc.property(minors, exponents, fc.nat(6), (amountMinor, exponent, zeros) => {
        const text = formatMinor(amountMinor, exponent);
        const longer = `${text}${text.includes('.') ? '' : '.'}${'0'.repeat(zeros)}`;
        const decimal = parseDecimal(longer.replace('.', ','));
        expect(decimal && toMinor(decimal, exponent)).toEqual({ amountMinor, exactAmount: null });
      }),
    );
  });

  it('never lose or round digits below the minor unit', () => {
    fc.assert(
      fc.property(
        minors,
        fc.integer({ min: 0, max: 8 }),
        exponents,
        (unscaled, scale, exponent) => {
          const decimal = { unscaled, scale };
          const minor = toMinor(decimal, exponent);
          expect(sameDecimal(minorToDecimal(minor, exponent), decimal)).toBe(true);
          const left = unscaled % 10n ** BigInt(Math.max(0, scale - exponent)) !== 0n;
          expect(minor.exactAmount !== null).toBe(left);
        },
      ),
    );
  });

  it('add up as integers of the finer scale do', () => {
    const scales = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(minors, scales, minors, scales, (a, scaleA, b, scaleB) => {
        const sum = addDecimals({ unscaled: a, scale: scaleA }, { unscaled: b, scale: scaleB });
        const at6 = (unscaled: bigint, scale: number): bigint =>
          unscaled * 10n ** BigInt(6 - scale);
        expect(at6(sum.unscaled, sum.scale)).toBe(at6(a, scaleA) + at6(b, scaleB));
      }),
    );
  });
});

describe('decimal text', () => {
  it.each(['', '.', ',', '-', '+', '1.2.3', '1 2', '0x1', '1e3', 'NaN', '١', '9'.repeat(61)])(
    '%j is none',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );

  it.each([
    ['1.234,56', '1234.56'],
    ['1,234.56', '1234.56'],
    ["1'234.5", '1234.5'],
    ['1 234,5', '1234.5'],
    ['1\u202f234,5', '1234.5'],
    ['1.234.567', '1234567'],
    ['-12,5', '-12.5'],
  ])('%j written carelessly is %s', (text, plain) => {
    const decimal = parseLooseDecimal(text);
    expect(decimal && decimalText(decimal)).toBe(plain);
  });

  it.each(['1.23.4', '1,23,4', '12a', '1.234,567.8', '.,', '1..2', '12.34,5', ',123,456'])(
    '%j could be anything and is none',
    (text) => {
      expect(parseLooseDecimal(text)).toBeNull();
    },
  );
});

describe('currencies', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['CLF', 4],
    ['DEM', 2],
    ['ITL', 0],
    ['XAU', 0],
    ['QQQ', null],
    ['eur', null],
  ])('%s has the exponent %s', (code, exponent) => {
    expect(currencyExponent(code)).toBe(exponent);
  });

  it('are three capital letters, each once, and all have an exponent of the standard', () => {
    const codes = knownCurrencies();
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) {
      expect(code).toMatch(/^[A-Z]{3}$/);
      expect([0, 2, 3, 4]).toContain(currencyExponent(code));
    }
  });

  it('that are unknown or missing count two decimals', () => {
    expect([exponentOrAssumed('QQQ'), exponentOrAssumed(null)]).toEqual([2, 2]);
  });
});
