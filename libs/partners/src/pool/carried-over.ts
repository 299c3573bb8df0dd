import { fractions } from '@rochdale/platform';
import type { Rational } from '@rochdale/platform';

const { floor, multiply, rational, subtract, sum } = fractions;

/** Up to so many digits a fraction is kept as it is. */
const digitsKept = 40;

/** What longer fractions are kept in: of a cent, no co-operative loses one in a billion years. */
const partsKept = 10n ** 18n;

const isLong = (whole: bigint): boolean => whole.toString().replace('-', '').length > digitsKept;

/**
 * What of a period's fractions is kept for the next. Months whose usage divides differently make
 * fractions that grow by the digits of each member's usage, without end: long ones are kept in
 * whole parts of 10^-18, by largest remainder, ties by id. They sum to what they summed to, zero.
 */
export function carriedOver(carry: ReadonlyMap<string, Rational>): ReadonlyMap<string, Rational> {
  const all = [...carry.values()];
  if (!all.some(({ numerator, denominator }) => isLong(numerator) || isLong(denominator))) {
    return carry;
  }
  const kept = [...carry].map(([id, exact]) => {
    const parts = multiply(exact, rational(partsKept));
    return { id, parts: floor(parts), rest: subtract(parts, rational(floor(parts))) };
  });
  const missing = floor(sum(kept.map(({ rest }) => rest)));
  const byRest = kept.toSorted(
    (a, b) => fractions.compare(b.rest, a.rest) || (a.id < b.id ? -1 : 1),
  );
  for (const recipient of byRest.slice(0, Number(missing))) recipient.parts += 1n;
  return new Map(
    kept
      .filter(({ parts }) => parts !== 0n)
      .map(({ id, parts }): [string, Rational] => [id, rational(parts, partsKept)]),
  );
}

/** Reads what a period kept, however long: months of before kept each fraction as it was. */
export function readCarried(kept: Readonly<Record<string, string>>): Map<string, Rational> {
  return new Map(
    Object.entries(kept).map(([id, text]) => {
      const [numerator = '0', denominator = '1'] = text.split('/');
      return [id, rational(BigInt(numerator), BigInt(denominator))];
    }),
  );
}
