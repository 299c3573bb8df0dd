import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  decimalText,
  formatMinor,
  minorToDecimal,
  negate,
  parseDecimal,
  sameDecimal,
  toMinor,
} from './amount.js';
import { currencyExponent, knownCurrencies } from './currency.js';

const exponents = [...new Set(knownCurrencies().map((code) => currencyExponent(code) ?? -1))];

const anyExponent = fc.constantFrom(...exponents);
const anyMinor = fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n });
const anyDecimal = fc.record({ unscaled: anyMinor, scale: fc.nat(12) });

describe('amounts in every exponent of ISO 4217', () => {
  it('has currencies of 0, 2, 3 and 4 decimals', () => {
    expect(exponents.toSorted((one, other) => one - other)).toEqual([0, 2, 3, 4]);
    expect(['JPY', 'EUR', 'KWD', 'CLF', 'XXX', 'ABC'].map(currencyExponent)).toEqual([
      0,
      2,
      3,
      4,
      0,
      null,
    ]);
  });

  it('reads back every amount that it writes, for every known currency', () => {
    fc.assert(
      fc.property(anyMinor, fc.constantFrom(...knownCurrencies()), (amountMinor, code) => {
        const exponent = currencyExponent(code) ?? -1;
        const text = formatMinor(amountMinor, exponent);
        const read = parseDecimal(text) ?? { unscaled: -1n, scale: 99 };
        expect(text).toMatch(
          exponent === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${exponent}}$`),
        );
        expect(toMinor(read, exponent)).toEqual({ amountMinor, exactAmount: null });
      }),
    );
  });

  it('reads a comma as it reads a point, and a bare comma at the end', () => {
    expect(parseDecimal('12,34')).toEqual(parseDecimal('12.34'));
    expect(parseDecimal('12,')).toEqual({ unscaled: 12n, scale: 0 });
    expect(parseDecimal(',5')).toEqual({ unscaled: 5n, scale: 1 });
  });

  it.each(['', '-', '.', '1.2.3', '1e3', '0x1', '1 000', '1_0', 'NaN', '٣', '+-1', '1'.repeat(61)])(
    'reads «%s» as no number',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );

  it('never loses a digit: what minor units cannot hold is kept beside them', () => {
    fc.assert(
      fc.property(anyDecimal, anyExponent, (decimal, exponent) => {
        const minor = toMinor(decimal, exponent);
        expect(sameDecimal(minorToDecimal(minor, exponent), decimal)).toBe(true);
        const fits = sameDecimal({ unscaled: minor.amountMinor, scale: exponent }, decimal);
        expect(minor.exactAmount === null).toBe(fits);
      }),
    );
  });

  it('cuts towards zero and never rounds', () => {
    expect(toMinor({ unscaled: 19_999n, scale: 4 }, 2)).toEqual({
      amountMinor: 199n,
      exactAmount: '1.9999',
    });
    expect(toMinor({ unscaled: -19_999n, scale: 4 }, 2).amountMinor).toBe(-199n);
    expect(toMinor({ unscaled: 885_000n, scale: 5 }, 2)).toEqual({
      amountMinor: 885n,
      exactAmount: null,
    });
  });

  it('adds and takes away exactly, whatever the scales', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (one, other) => {
        const sum = addDecimals(one, other);
        expect(sameDecimal(addDecimals(sum, negate(other)), one)).toBe(true);
        expect(parseDecimal(decimalText(sum))).toSatisfy(
          (read: typeof sum | null) => read !== null && sameDecimal(read, sum),
        );
      }),
    );
  });
});
