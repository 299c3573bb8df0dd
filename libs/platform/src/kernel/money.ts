import { platformErrors } from './errors.js';

/** An amount in the currency's smallest unit. EUR 12.50 is `{minor: 1250n, currency: 'EUR'}`. */
export interface Money {
  readonly minor: bigint;
  /** ISO 4217 letters. */
  readonly currency: string;
}

/** ISO 4217 currencies whose smallest unit is not a hundredth. */
const exponents: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

const maxMinor = 2n ** 63n - 1n;

/**
 * How many decimals the currency has: JPY 0, EUR 2, KWD 3 (ISO 4217).
 *
 * @throws CodedError INVALID_CURRENCY at `currency`, as every input calls it
 */
export function currencyExponent(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw platformErrors.error('INVALID_CURRENCY', 'A currency is three capital letters.', {
      path: ['currency'],
    });
  }
  return exponents[currency] ?? 2;
}

/** @throws CodedError INVALID_CURRENCY, INVALID_AMOUNT when it would not fit a 64-bit column */
export function money(minor: bigint, currency: string): Money {
  currencyExponent(currency);
  if (minor > maxMinor || minor < -maxMinor) {
    throw platformErrors.error('INVALID_AMOUNT', 'The amount is larger than the books can hold.');
  }
  return { minor, currency };
}

/** `1250n` EUR → `12.50`; `-5n` KWD → `-0.005`; `7n` JPY → `7`. */
export function formatDecimal(minor: bigint, currency: string): string {
  const exponent = currencyExponent(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const sign = minor < 0n ? '-' : '';
  return exponent === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-exponent)}`;
}
