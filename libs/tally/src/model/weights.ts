import { Rational } from '../arithmetic/rational.js';
import type { Ballots } from './ballots.js';
import { TallyError } from './errors.js';

/** Safe-integer weights over one divisor, made from exact weights above zero. */
export function commonWeights(weights: readonly Rational[]): {
  weights: Float64Array;
  weightDivisor: bigint;
  totalWeight: number;
} {
  const weightDivisor = weights.reduce(
    (divisor, weight) => leastCommonMultiple(divisor, weight.denominator),
    1n,
  );
  const column = new Float64Array(weights.length);
  let total = 0n;
  weights.forEach((weight, row) => {
    const units = (weight.numerator * weightDivisor) / weight.denominator;
    total += units;
    if (units <= 0n || total > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new TallyError('WEIGHT_INVALID', `weight ${weight.toDecimal()} cannot be counted`);
    }
    column[row] = Number(units);
  });
  return { weights: column, weightDivisor, totalWeight: Number(total) };
}

/** The true weight that a number of weight units stands for. */
export function trueWeight(ballots: Ballots, units: number | bigint): Rational {
  return Rational.of(BigInt(units), ballots.weightDivisor);
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  const quotient = Rational.of(a, b);
  return quotient.numerator * b;
}
