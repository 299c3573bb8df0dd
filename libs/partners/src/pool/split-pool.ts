import { fractions } from '@rochdale/platform';
import type { Rational } from '@rochdale/platform';

const { add, compare, divide, floor, multiply, one, rational, subtract, sum, zero } = fractions;

export const splitRules = ['user-centric', 'pro-rata', 'equal-per-member', 'hybrid'] as const;
export type SplitRule = (typeof splitRules)[number];

export interface PoolUsage {
  readonly memberId: string;
  readonly partnerId: string;
  /** In the meter's unit; zero or more. */
  readonly quantity: Rational;
}

/** Whose money is shared out, among whom, by which rule. */
export interface PoolCase {
  readonly rule: SplitRule;
  /** What stays with the co-operative: between 0 and 1. */
  readonly coopShare: Rational;
  /** Weight of pro rata under the hybrid rule, between 0 and 1. */
  readonly lambda: Rational;
  /** Whoever else was used, or has a fraction left, takes part as well. */
  readonly partnerIds: readonly string[];
  readonly paidMinor: ReadonlyMap<string, bigint>;
  readonly usage: readonly PoolUsage[];
  /** Fractions of a unit left from the period before, by recipient. They sum to zero. */
  readonly carry: ReadonlyMap<string, Rational>;
}

/** Whole units; they sum to the money paid, the carries to zero. */
export interface PoolSplit {
  readonly partners: ReadonlyMap<string, bigint>;
  readonly unusedMinor: bigint;
  readonly coopMinor: bigint;
  /** Fractions of a unit for the next period; zeros are left out. */
  readonly carry: ReadonlyMap<string, Rational>;
}

/** Pool money that no usage claims. */
export const unusedRecipient = '~unused';
/** The co-operative's own share. */
export const coopRecipient = '~coop';

type Shares = Map<string, Rational>;

/** What recipients are given bit by bit: summed once, at the end. */
class Giving {
  readonly #amounts = new Map<string, Rational[]>();

  add(recipient: string, amount: Rational): void {
    const amounts = this.#amounts.get(recipient);
    if (amounts === undefined) this.#amounts.set(recipient, [amount]);
    else amounts.push(amount);
  }

  shares(): Shares {
    return new Map([...this.#amounts].map(([recipient, amounts]) => [recipient, sum(amounts)]));
  }
}

function usageByMember(usage: readonly PoolUsage[]): Map<string, Map<string, Rational>> {
  const byMember = new Map<string, Map<string, Rational>>();
  for (const { memberId, partnerId, quantity } of usage) {
    if (compare(quantity, zero) === 0) continue;
    const own = byMember.get(memberId) ?? new Map<string, Rational>();
    own.set(partnerId, add(own.get(partnerId) ?? zero, quantity));
    byMember.set(memberId, own);
  }
  return byMember;
}

/** So much of a member's money is for whom: a partner, or nobody when nothing was used. */
type Gives = (memberId: string, recipient: string, amount: Rational) => void;

/** Each member's money follows their own usage, by quantity or in equal parts. */
export function givePerMember(pool: PoolCase, inEqualParts: boolean, give: Gives): void {
  const used = usageByMember(pool.usage);
  const rest = subtract(one, pool.coopShare);
  for (const [memberId, paidMinor] of pool.paidMinor) {
    const money = multiply(rational(paidMinor), rest);
    const own = used.get(memberId);
    if (own === undefined) {
      give(memberId, unusedRecipient, money);
      continue;
    }
    const weights: [string, Rational][] = [...own].map(([partnerId, quantity]) => [
      partnerId,
      inEqualParts ? one : quantity,
    ]);
    const perWeight = divide(money, sum(weights.map(([, weight]) => weight)));
    for (const [partnerId, weight] of weights) {
      give(memberId, partnerId, multiply(perWeight, weight));
    }
  }
}

function perMember(pool: PoolCase, inEqualParts: boolean): Shares {
  const giving = new Giving();
  givePerMember(pool, inEqualParts, (_, recipient, amount) => giving.add(recipient, amount));
  return giving.shares();
}

/** All money over all usage: whoever uses most decides most. */
export function proRata(pool: PoolCase): Shares {
  const giving = new Giving();
  const paid = [...pool.paidMinor.values()].reduce((total, minor) => total + minor, 0n);
  const money = multiply(rational(paid), subtract(one, pool.coopShare));
  const total = sum(pool.usage.map(({ quantity }) => quantity));
  if (compare(total, zero) === 0) return new Map([[unusedRecipient, money]]);
  const perUnit = divide(money, total);
  for (const { partnerId, quantity } of pool.usage) {
    giving.add(partnerId, multiply(perUnit, quantity));
  }
  return giving.shares();
}

function entitlements(pool: PoolCase): Shares {
  switch (pool.rule) {
    case 'user-centric':
      return perMember(pool, false);
    case 'equal-per-member':
      return perMember(pool, true);
    case 'pro-rata':
      return proRata(pool);
    case 'hybrid': {
      const giving = new Giving();
      const own = subtract(one, pool.lambda);
      for (const [id, amount] of proRata(pool)) giving.add(id, multiply(pool.lambda, amount));
      for (const [id, amount] of perMember(pool, false)) giving.add(id, multiply(own, amount));
      return giving.shares();
    }
  }
}

interface Recipient {
  readonly id: string;
  /** Partners by id, then what is unused, then the co-operative. */
  readonly place: number;
  readonly exact: Rational;
  given: bigint;
}

const remainder = ({ exact, given }: Recipient): Rational => subtract(exact, rational(given));

function giveMissing(recipients: readonly Recipient[], missing: bigint): void {
  const byRemainder = recipients.toSorted(
    (a, b) => compare(remainder(b), remainder(a)) || a.place - b.place,
  );
  for (const recipient of byRemainder.slice(0, Number(missing))) recipient.given += 1n;
}

/** Takes units back, one each and round by round; whole rounds in one step. */
function takeBack(recipients: readonly Recipient[], surplus: bigint): void {
  let left = surplus;
  while (left > 0n) {
    const rich = recipients
      .filter(({ given }) => given > 0n)
      .toSorted((a, b) => compare(remainder(a), remainder(b)) || b.place - a.place);
    const count = BigInt(rich.length);
    const least = rich.reduce(
      (min, { given }) => (given < min ? given : min),
      rich[0]?.given ?? 0n,
    );
    const rounds = left / count < least ? left / count : least;
    if (rounds > 1n) {
      for (const recipient of rich) recipient.given -= rounds - 1n;
      left -= (rounds - 1n) * count;
    }
    for (const recipient of rich) {
      if (left === 0n) break;
      recipient.given -= 1n;
      left -= 1n;
    }
  }
}

/** Who is named, was used, or has a fraction left: nobody's share may be lost. */
function takingPart({ partnerIds, carry }: PoolCase, shares: Shares): string[] {
  const all = new Set([...partnerIds, ...shares.keys(), ...carry.keys()]);
  return [...all].filter((id) => id !== unusedRecipient && id !== coopRecipient);
}

/** Codepoint order: the same on every machine, whatever its language. No id is there twice. */
function byId(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/**
 * Shares a period's pool among partners. Exact in fractions until the last step; then whole units
 * by largest remainder, and the fractions are carried. Property under `user-centric`: a member
 * moves no more than their own dues.
 */
export function splitPool(pool: PoolCase): PoolSplit {
  const paid = [...pool.paidMinor.values()].reduce((total, minor) => total + minor, 0n);
  const shares = entitlements(pool);
  shares.set(coopRecipient, multiply(rational(paid), pool.coopShare));
  const partnerIds = takingPart(pool, shares);
  const ids = [...partnerIds.toSorted(byId), unusedRecipient, coopRecipient];
  const recipients = ids.map((id, place): Recipient => {
    const exact = add(shares.get(id) ?? zero, pool.carry.get(id) ?? zero);
    const whole = floor(exact);
    return { id, place, exact, given: whole > 0n ? whole : 0n };
  });
  const given = recipients.reduce((total, recipient) => total + recipient.given, 0n);
  if (given < paid) giveMissing(recipients, paid - given);
  if (given > paid) takeBack(recipients, given - paid);
  const units = new Map(recipients.map((recipient) => [recipient.id, recipient.given]));
  const left = recipients
    .map((recipient): [string, Rational] => [recipient.id, remainder(recipient)])
    .filter(([, rest]) => compare(rest, zero) !== 0);
  return {
    partners: new Map(partnerIds.map((id) => [id, units.get(id) ?? 0n])),
    unusedMinor: units.get(unusedRecipient) ?? 0n,
    coopMinor: units.get(coopRecipient) ?? 0n,
    carry: new Map(left),
  };
}
