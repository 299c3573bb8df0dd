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
  const { rule, lambda } = pool;
  const all = new Map<string, Map<string, bigint>>();
  const give = (memberId: string, partnerId: string, parts: bigint): void => {
    if (partnerId === unusedRecipient || parts === 0n) return;
    const own = all.get(partnerId) ?? new Map<string, bigint>();
    all.set(partnerId, own.set(memberId, (own.get(memberId) ?? 0n) + parts));
  };
  if (rule === 'pro-rata') giveByPayment(pool, fractions.one, give);
  else if (rule === 'hybrid') {
    giveByPayment(pool, lambda, give);
    giveByUse(pool, fractions.subtract(fractions.one, lambda), give);
  } else giveByUse(pool, fractions.one, give);
  return all;
}

type Give = (memberId: string, partnerId: string, parts: bigint) => void;

function giveByUse(pool: PoolCase, weight: Rational, give: Give): void {
  givePerMember(pool, pool.rule === 'equal-per-member', (memberId, partnerId, amount) => {
    give(memberId, partnerId, inParts(fractions.multiply(amount, weight)));
  });
}

/**
 * Of each unit that goes to a partner, all who paid have a part by what they paid. Parts of a unit
 * paid are whole, so that months in which the same was paid are multiples of each other.
 */
function giveByPayment(pool: PoolCase, weight: Rational, give: Give): void {
  const paid = [...pool.paidMinor.values()].reduce((total, minor) => total + minor, 0n);
  if (paid === 0n) return;
  for (const [partnerId, amount] of proRata(pool)) {
    const perMinor = fractions.divide(fractions.multiply(amount, weight), fractions.rational(paid));
    if (fractions.compare(perMinor, fractions.zero) === 0) continue;
    const whole = inParts(perMinor);
    const parts = whole === 0n ? 1n : whole;
    for (const [memberId, paidMinor] of pool.paidMinor)
      give(memberId, partnerId, parts * paidMinor);
  }
}
