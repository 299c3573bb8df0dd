import { fractions } from '@rochdale/platform';
import type { Rational } from '@rochdale/platform';
import { partsOfUnit } from '@rochdale/treasury';
import { givePerMember, proRata, unusedRecipient } from './split-pool.js';
import type { PoolCase } from './split-pool.js';

/** What each member has in each partner's share, in parts of a minor unit. */
export type Parts = ReadonlyMap<string, ReadonlyMap<string, bigint>>;

/** To the nearest whole part. */
function inParts(amount: Rational): bigint {
  const { numerator, denominator } = amount;
  return fractions.floor(
    fractions.rational(2n * numerator * partsOfUnit + denominator, 2n * denominator),
  );
}

/**
 * Whose dues a period's shares are: by partner and member. Under pro rata they are everybody's who
 * paid, whatever they used.
 */
export function partsOf(pool: PoolCase): Parts {
  const exact = new Map<string, Map<string, Rational>>();
  const give = (memberId: string, partnerId: string, amount: Rational): void => {
    if (partnerId === unusedRecipient) return;
    const own = exact.get(partnerId) ?? new Map<string, Rational>();
    exact.set(partnerId, own);
    own.set(memberId, fractions.add(own.get(memberId) ?? fractions.zero, amount));
  };
  const weighted =
    (weight: Rational) =>
    (memberId: string, partnerId: string, amount: Rational): void =>
      give(memberId, partnerId, fractions.multiply(amount, weight));
  switch (pool.rule) {
    case 'user-centric':
    case 'equal-per-member':
      givePerMember(pool, pool.rule === 'equal-per-member', give);
      break;
    case 'pro-rata':
      giveByPayment(pool, give);
      break;
    case 'hybrid':
      giveByPayment(pool, weighted(pool.lambda));
      givePerMember(pool, false, weighted(fractions.subtract(fractions.one, pool.lambda)));
  }
  return new Map(
    [...exact].map(([partnerId, own]) => {
      const whole = [...own].map(([memberId, amount]) => [memberId, inParts(amount)] as const);
      return [partnerId, new Map(whole.filter(([, parts]) => parts > 0n))];
    }),
  );
}

/** Of each unit that goes to a partner, all who paid have a part by what they paid. */
function giveByPayment(
  pool: PoolCase,
  give: (memberId: string, partnerId: string, amount: Rational) => void,
): void {
  const paid = [...pool.paidMinor.values()].reduce((total, minor) => total + minor, 0n);
  if (paid === 0n) return;
  for (const [partnerId, amount] of proRata(pool)) {
    const perMinor = fractions.divide(amount, fractions.rational(paid));
    for (const [memberId, paidMinor] of pool.paidMinor) {
      const part = fractions.multiply(perMinor, fractions.rational(paidMinor));
      give(memberId, partnerId, part);
    }
  }
}
