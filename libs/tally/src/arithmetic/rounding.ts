/**
 * How a result that does not fit is rounded. `truncate` cuts towards zero, `floor` and `ceiling`
 * go down and up, `away` goes away from zero, `half-up` to nearest with halves away from zero,
 * `half-even` to nearest with halves to the even neighbour.
 */
export type Rounding = 'truncate' | 'floor' | 'ceiling' | 'away' | 'half-up' | 'half-even';

/** `numerator / denominator` as an integer, rounded as named. The denominator is positive. */
export function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator - quotient * denominator;
  if (remainder === 0n) return quotient;
  const sign = remainder < 0n ? -1n : 1n;
  switch (rounding) {
    case 'truncate':
      return quotient;
    case 'floor':
      return sign < 0n ? quotient - 1n : quotient;
    case 'ceiling':
      return sign > 0n ? quotient + 1n : quotient;
    case 'away':
      return quotient + sign;
    case 'half-up':
      return 2n * remainder * sign >= denominator ? quotient + sign : quotient;
    default: {
      const doubled = 2n * remainder * sign;
      const up = doubled > denominator || (doubled === denominator && quotient % 2n !== 0n);
      return up ? quotient + sign : quotient;
    }
  }
}
