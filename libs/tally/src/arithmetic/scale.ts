import type { Rational } from './rational.js';
import type { Rounding } from './rounding.js';
import { divideRounded } from './rounding.js';

/**
 * Fixed-point numbers: a bigint counts units of 10^-digits. Sums and differences are plain bigint
 * arithmetic; products and quotients name their rounding.
 */
export class Scale {
  readonly digits: number;
  /** One whole, in units. */
  readonly one: bigint;

  constructor(digits: number) {
    this.digits = digits;
    this.one = 10n ** BigInt(digits);
  }

  fromInteger(value: bigint | number): bigint {
    return BigInt(value) * this.one;
  }

  fromRational(value: Rational, rounding: Rounding): bigint {
    return value.toScaled(this.digits, rounding);
  }

  multiply(a: bigint, b: bigint, rounding: Rounding): bigint {
    return divideRounded(a * b, this.one, rounding);
  }

  /** `a / b`; b is positive. */
  divide(a: bigint, b: bigint, rounding: Rounding): bigint {
    return divideRounded(a * this.one, b, rounding);
  }

  /** A decimal string with all its digits: `12.50000`. */
  format(value: bigint): string {
    if (this.digits === 0) return value.toString();
    const negative = value < 0n;
    const text = (negative ? -value : value).toString().padStart(this.digits + 1, '0');
    const cut = text.length - this.digits;
    return `${negative ? '-' : ''}${text.slice(0, cut)}.${text.slice(cut)}`;
  }
}
