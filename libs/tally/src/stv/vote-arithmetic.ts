import { Rational } from '../arithmetic/rational.js';
import type { Rounding } from '../arithmetic/rounding.js';
import { Scale } from '../arithmetic/scale.js';

/** The arithmetic of a transferable vote: exact fractions or scaled integers that are cut. */
export interface VoteArithmetic<V> {
  /** Named in the result. */
  readonly name: string;
  readonly zero: V;
  /** What an untouched paper counts. */
  readonly one: V;
  readonly add: (a: V, b: V) => V;
  readonly subtract: (a: V, b: V) => V;
  /** Negative, zero or positive. */
  readonly compare: (a: V, b: V) => number;
  /** What `papers` papers of this value count together; papers are weight units. */
  readonly times: (value: V, papers: number) => V;
  /** What a paper of this value counts after its holder passed on `surplus` out of `total`. */
  readonly transferValue: (value: V, surplus: V, total: V) => V;
  /** Equal values have equal keys. */
  readonly key: (value: V) => string | bigint;
  readonly format: (value: V) => string;
  readonly fromRational: (value: Rational) => V;
}

/** Scaled integers of so many decimals; whatever does not fit is cut off. */
export function scaledVotes(digits: number, weightDivisor: bigint): VoteArithmetic<bigint> {
  const scale = new Scale(digits);
  const rounding: Rounding = 'truncate';
  return {
    name: `${digits} decimals, what does not fit is cut off`,
    zero: 0n,
    one: scale.one,
    add: (a, b) => a + b,
    subtract: (a, b) => a - b,
    compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
    times: (value, papers) => (value * BigInt(papers)) / weightDivisor,
    transferValue: (value, surplus, total) => (value * surplus) / total,
    key: (value) => value,
    format: (value) => scale.format(value),
    fromRational: (value) => scale.fromRational(value, rounding),
  };
}

/** Exact fractions. */
export function rationalVotes(weightDivisor: bigint): VoteArithmetic<Rational> {
  return {
    name: 'exact fractions, shown in up to 12 decimals',
    zero: Rational.ZERO,
    one: Rational.ONE,
    add: (a, b) => a.add(b),
    subtract: (a, b) => a.sub(b),
    compare: (a, b) => a.compare(b),
    times: (value, papers) => value.mul(Rational.of(BigInt(papers), weightDivisor)),
    transferValue: (value, surplus, total) => value.mul(surplus).div(total),
    key: (value) => value.toString(),
    format: (value) => value.toDecimal(),
    fromRational: (value) => value,
  };
}
