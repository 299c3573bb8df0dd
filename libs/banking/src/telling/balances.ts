import type { Span } from './account-telling.js';

/** How many sums are followed before any sum counts as reachable. */
const sumsAtMost = 20_000;

/** Whether some of these amounts, all or none of them too, add up to what is wanted. */
export function canSum(amounts: readonly bigint[], wanted: bigint): boolean {
  let sums = new Set([0n]);
  for (const amount of amounts) {
    sums = new Set([...sums, ...[...sums].map((sum) => sum + amount)]);
    if (sums.size > sumsAtMost) return true;
  }
  return sums.has(wanted);
}

/** Whether one of these amounts, or several, add up to what is wanted. */
export const isSumOfSome = (amounts: readonly bigint[], wanted: bigint): boolean =>
  amounts.some((amount, at) => canSum(amounts.slice(at + 1), wanted - amount));

/** How many additions are made before a search for sums is given up. */
const stepsAtMost = 200_000;

/** All sums of two or more of these amounts; null where there are too many to follow. */
export function sumsOfSeveral(amounts: readonly bigint[]): ReadonlySet<bigint> | null {
  const single = new Set<bigint>();
  const several = new Set<bigint>();
  let steps = 0;
  for (const amount of amounts) {
    steps += single.size + several.size;
    if (steps > stepsAtMost) return null;
    for (const sum of [...several, ...single]) several.add(sum + amount);
    single.add(amount);
    if (several.size > sumsAtMost) return null;
  }
  return several;
}

/**
 * In how many pieces the account's way lies when each span is walked once (Euler's trails, a
 * balance being a place). A span that is walked for a second time makes a piece of its own.
 */
export function pieces(spans: readonly Span[]): number {
  const surplus = new Map<bigint, number>();
  const parent = new Map<bigint, bigint>();
  const root = (place: bigint): bigint => {
    let at = place;
    for (let up = parent.get(at) ?? at; up !== at; up = parent.get(at) ?? at) {
      parent.set(at, parent.get(up) ?? up);
      at = up;
    }
    return at;
  };
  for (const { openingMinor, closingMinor } of spans) {
    for (const place of [openingMinor, closingMinor]) {
      if (!parent.has(place)) parent.set(place, place);
    }
    surplus.set(openingMinor, (surplus.get(openingMinor) ?? 0) + 1);
    surplus.set(closingMinor, (surplus.get(closingMinor) ?? 0) - 1);
    parent.set(root(openingMinor), root(closingMinor));
  }
  const begun = new Map<bigint, number>();
  for (const place of parent.keys()) {
    const extra = Math.max(0, surplus.get(place) ?? 0);
    begun.set(root(place), (begun.get(root(place)) ?? 0) + extra);
  }
  return [...begun.values()].reduce((sum, count) => sum + Math.max(1, count), 0);
}
