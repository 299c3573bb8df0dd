import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyExponent, formatDecimal, money } from './money.js';

const largest = 2n ** 63n - 1n;
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

describe('the decimals of a currency', () => {
  // ISO 4217, table A.1: every currency that is not counted in hundredths.
  const table: readonly [number, string][] = [
    [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
    [2, 'EUR GBP USD CHF PLN HUF CZK SEK MXN INR MGA MRU CNY TWD'],
    [3, 'BHD IQD JOD KWD LYD OMR TND'],
    [4, 'CLF UYW'],
  ];
  const rows = table.flatMap(([decimals, codes]) =>
    codes.split(' ').map((code) => ({ code, decimals })),
  );

  it.each(rows)('are $decimals for $code', ({ code, decimals }) => {
    expect(currencyExponent(code)).toBe(decimals);
  });

  it.each(['eur', 'EURO', 'EU', '', 'E R', 'EUR\n', '€', 'ÉUR', '123', 'constructor'])(
    'are not known of %j, which is no currency',
    (code) => {
      expect(() => currencyExponent(code)).toThrow(refusal('INVALID_CURRENCY'));
      expect(() => currencyExponent(code)).toThrow(
        expect.objectContaining({ path: ['currency'] }) as Error,
      );
      expect(() => formatDecimal(1n, code)).toThrow(refusal('INVALID_CURRENCY'));
    },
  );
});

describe('an amount', () => {
  it.each([0n, 1n, -1n, largest, -largest])('may be %d', (minor) => {
    expect(money(minor, 'EUR')).toEqual({ minor, currency: 'EUR' });
  });

  it.each([largest + 1n, -largest - 1n, 10n ** 30n])('does not fit the books as %d', (minor) => {
    expect(() => money(minor, 'EUR')).toThrow(refusal('INVALID_AMOUNT'));
  });

  it('is of a currency', () => {
    expect(() => money(1n, 'euro')).toThrow(refusal('INVALID_CURRENCY'));
  });
});

describe('an amount as a decimal', () => {
  it.each([
    [1250n, 'EUR', '12.50'],
    [5n, 'EUR', '0.05'],
    [-5n, 'EUR', '-0.05'],
    [-1250n, 'EUR', '-12.50'],
    [0n, 'EUR', '0.00'],
    [0n, 'JPY', '0'],
    [-7n, 'JPY', '-7'],
    [-5n, 'KWD', '-0.005'],
    [1_000n, 'KWD', '1.000'],
    [12_345n, 'CLF', '1.2345'],
    [largest, 'EUR', '92233720368547758.07'],
    [-largest, 'UYW', '-922337203685477.5807'],
  ])('%d %s is %s', (minor, currency, text) => {
    expect(formatDecimal(minor, currency)).toBe(text);
  });

  it('says every digit of it, whatever its size and its currency', () => {
    const currencies = fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF');
    fc.assert(
      fc.property(fc.bigInt({ min: -largest, max: largest }), currencies, (minor, currency) => {
        const text = formatDecimal(minor, currency);
        const [whole = '', decimals = ''] = text.split('.');
        expect(decimals).toHaveLength(currencyExponent(currency));
        expect(BigInt(whole + decimals)).toBe(minor);
        expect(text.startsWith('-')).toBe(minor < 0n);
        expect(whole).toMatch(/^-?(0|[1-9]\d*)$/);
      }),
    );
  });
});
