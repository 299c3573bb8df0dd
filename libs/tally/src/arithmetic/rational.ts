import type { Rounding } from './rounding.js';
import { divideRounded } from './rounding.js';

/** An exact fraction of two bigints, always reduced, its denominator always positive. */
export class Rational {
  static readonly ZERO = new Rational(0n, 1n);
  static readonly ONE = new Rational(1n, 1n);

  readonly numerator: bigint;
  readonly denominator: bigint;

  /** Private by convention: the pair must be reduced already. Use `Rational.of`. */
  private constructor(numerator: bigint, denominator: bigint) {
    this.numerator = numerator;
    this.denominator = denominator;
  }

  /** The fraction `numerator / denominator`. Throws RangeError when the denominator is zero. */
  static of(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
    let top = BigInt(numerator);
    let bottom = BigInt(denominator);
    if (bottom === 0n) throw new RangeError('a fraction with denominator zero');
    if (bottom < 0n) {
      top = -top;
      bottom = -bottom;
    }
    if (bottom === 1n) return new Rational(top, 1n);
    const divisor = greatestCommonDivisor(top < 0n ? -top : top, bottom);
    return new Rational(top / divisor, bottom / divisor);
  }

  /** Reads `12`, `-3.25`, `1e-6` or `2/3` exactly. Null when the text is none of these. */
  static parse(text: string): Rational | null {
    const fraction = /^([+-]?\d{1,400})\/(\d{1,400})$/.exec(text);
    if (fraction) {
      const bottom = BigInt(fraction[2] ?? '0');
      return bottom === 0n ? null : Rational.of(BigInt(fraction[1] ?? '0'), bottom);
    }
    const decimal = /^([+-]?)(\d{1,400})(?:\.(\d{1,400}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
    if (!decimal) return null;
    const [, sign, whole = '0', part = '', exponentText = '0'] = decimal;
    const exponent = BigInt(exponentText) - BigInt(part.length);
    const digits = BigInt(whole + part) * (sign === '-' ? -1n : 1n);
    return exponent >= 0n
      ? Rational.of(digits * 10n ** exponent)
      : Rational.of(digits, 10n ** -exponent);
  }

  add(other: Rational): Rational {
    if (this.denominator === other.denominator) {
      return Rational.of(this.numerator + other.numerator, this.denominator);
    }
    return Rational.of(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  sub(other: Rational): Rational {
    return this.add(other.negate());
  }

  mul(other: Rational): Rational {
    return Rational.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** Throws RangeError when `other` is zero. */
  div(other: Rational): Rational {
    return Rational.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  negate(): Rational {
    return new Rational(-this.numerator, this.denominator);
  }

  /** Negative, zero or positive as this is smaller than, equal to or greater than `other`. */
  compare(other: Rational): number {
    const left = this.numerator * other.denominator;
    const right = other.numerator * this.denominator;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: Rational): boolean {
    return this.numerator === other.numerator && this.denominator === other.denominator;
  }

  isZero(): boolean {
    return this.numerator === 0n;
  }

  isNegative(): boolean {
    return this.numerator < 0n;
  }

  /** The largest integer that is not greater. */
  floor(): bigint {
    return divideRounded(this.numerator, this.denominator, 'floor');
  }

  /** The smallest integer that is not smaller. */
  ceil(): bigint {
    return divideRounded(this.numerator, this.denominator, 'ceiling');
  }

  /** The value in units of 10^-digits, rounded as named. */
  toScaled(digits: number, rounding: Rounding): bigint {
    return divideRounded(this.numerator * 10n ** BigInt(digits), this.denominator, rounding);
  }

  /**
   * A decimal string: exact when the decimal ends within `digits` places (no padding), otherwise
   * rounded to nearest (half away from zero) at `digits` places.
   */
  toDecimal(digits = 12): string {
    const scaled = this.toScaled(digits, 'half-up');
    const negative = scaled < 0n;
    const text = (negative ? -scaled : scaled).toString().padStart(digits + 1, '0');
    const whole = text.slice(0, text.length - digits);
    const part = text.slice(text.length - digits).replace(/0+$/, '');
    return `${negative ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`;
  }

  /** The exact value: `3` or `2/3`. */
  toString(): string {
    return this.denominator === 1n
      ? this.numerator.toString()
      : `${this.numerator}/${this.denominator}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [left, right] = [a, b];
  while (right !== 0n) [left, right] = [right, left % right];
  return left;
}
