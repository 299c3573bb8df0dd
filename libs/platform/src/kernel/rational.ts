import { platformErrors } from './errors.js';

/** An exact fraction in lowest terms. The denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** @throws RangeError when the denominator is zero */
export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) throw new RangeError('a fraction over zero is none');
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = gcd(numerator, denominator) || 1n;
  return {
    numerator: (sign * numerator) / divisor,
    denominator: (sign * denominator) / divisor,
  };
}

export const zero: Rational = { numerator: 0n, denominator: 1n };
export const one: Rational = { numerator: 1n, denominator: 1n };

export function add(a: Rational, b: Rational): Rational {
  if (a.denominator === b.denominator) return rational(a.numerator + b.numerator, a.denominator);
  return rational(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  );
}

/** Exact, and quick also where no two denominators are alike: reduced once, at the end. */
export function sum(amounts: readonly Rational[]): Rational {
  const { numerator, denominator } = sumOf(amounts, 0, amounts.length);
  return rational(numerator, denominator);
}

/** Of the amounts from one place to another, by halves: numbers of like length multiply fastest. */
function sumOf(amounts: readonly Rational[], from: number, to: number): Rational {
  if (to - from < 2) return amounts[from] ?? zero;
  const middle = (from + to) >> 1;
  const a = sumOf(amounts, from, middle);
  const b = sumOf(amounts, middle, to);
  if (a.denominator === b.denominator) {
    return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  }
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** @throws RangeError when dividing by zero */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Negative, zero or positive, as `a` is less than, equal to or more than `b`. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The greatest whole number that is not above it. */
export function floor({ numerator, denominator }: Rational): bigint {
  const quotient = numerator / denominator;
  return numerator % denominator < 0n ? quotient - 1n : quotient;
}

/**
 * Reads `3`, `-3/7` or a decimal such as `0.125`, exactly.
 *
 * @throws CodedError INVALID_INPUT
 */
export function parseRational(text: string): Rational {
  const match = /^(-?)(\d{1,40})(?:\/(\d{1,40})|\.(\d{1,40}))?$/.exec(text);
  const [, sign = '', whole = '', denominator, decimals = ''] = match ?? [];
  if (match === null || (denominator !== undefined && BigInt(denominator) === 0n)) {
    throw platformErrors.error('INVALID_INPUT', `'${text.slice(0, 60)}' is not a number.`);
  }
  const numerator = BigInt(`${sign}${whole}${decimals}`);
  return denominator === undefined
    ? rational(numerator, 10n ** BigInt(decimals.length))
    : rational(numerator, BigInt(denominator));
}

/** `3` or `-3/7`. */
export function formatRational({ numerator, denominator }: Rational): string {
  return denominator === 1n ? numerator.toString() : `${numerator}/${denominator}`;
}
