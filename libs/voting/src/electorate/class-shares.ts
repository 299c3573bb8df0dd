import { Rational } from '@rochdale/tally';
import { shareOf } from '../rule/share.js';

/** Classes that have a share of the whole weight together, however many they are. */
export interface ClassShare {
  readonly classes: readonly string[];
  readonly share: string;
}

function greatestDivisor(one: bigint, other: bigint): bigint {
  let [a, b] = [one, other];
  while (b > 0n) [a, b] = [b, a % b];
  return a;
}

const leastMultiple = (one: bigint, other: bigint): bigint =>
  (one / greatestDivisor(one, other)) * other;

/**
 * What one voter of each class weighs, in whole numbers as small as they get, so that all voters of
 * the classes of a share weigh exactly that share of everybody. Shares of which nobody is a voter
 * are nobody's.
 */
export function weightsByShare(
  shares: readonly ClassShare[],
  classesOfVoters: readonly string[],
): ReadonlyMap<string, bigint> {
  const blocks = shares
    .map(({ classes, share }) => ({
      classes,
      share: shareOf(share),
      voters: BigInt(classesOfVoters.filter((one) => classes.includes(one)).length),
    }))
    .filter(({ voters }) => voters > 0n);
  const each = blocks.map(({ share, voters }) => share.div(Rational.of(voters)));
  const unit = each.reduce((units, { denominator }) => leastMultiple(units, denominator), 1n);
  const whole = each.map((one) => (one.numerator * unit) / one.denominator);
  const common = whole.reduce(greatestDivisor, 0n);
  return new Map(
    blocks.flatMap(({ classes }, nth) =>
      classes.map((one) => [one, (whole[nth] ?? 0n) / common] as const),
    ),
  );
}

/** Whether somebody of each share is a voter. */
export const haveVoters = (
  shares: readonly ClassShare[],
  classesOfVoters: readonly string[],
): boolean => shares.every(({ classes }) => classesOfVoters.some((one) => classes.includes(one)));
