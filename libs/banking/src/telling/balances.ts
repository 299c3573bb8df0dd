import type { Span } from './account-telling.js';

/** How many sums are followed before any sum counts as reachable. */
const sumsAtMost = 20_000;

/** Whether some of these amounts, all or none of them too, add up to what is wanted. */
export function canSum(amounts: readonly bigint[], wanted: bigint): boolean {
  const sums = new Sums();
  for (const [amount, count] of counted(amounts)) {
    if (sums.has(wanted)) return true;
    sums.add(amount, count);
    if (sums.areTooMany) return true;
  }
  return sums.has(wanted);
}

/** Whether one of these amounts, or several, add up to what is wanted. */
export function isSumOfSome([first, ...rest]: readonly bigint[], wanted: bigint): boolean {
  if (first === undefined) return false;
  const sums = new Sums();
  for (const [amount, count] of counted(rest)) {
    sums.add(amount, count);
    if (sums.areTooMany) return true;
  }
  if (sums.has(wanted - first)) return true;
  return wanted === 0n ? sums.isNoneOfSome : sums.has(wanted);
}

function counted(amounts: readonly bigint[]): ReadonlyMap<bigint, number> {
  const counts = new Map<bigint, number>();
  for (const amount of amounts) counts.set(amount, (counts.get(amount) ?? 0) + 1);
  return counts;
}

/** All that some of a number of amounts add up to; equal ones are counted, not tried one by one. */
class Sums {
  readonly #sums = new Set([0n]);
  /** Whether one or several of them add up to nothing. */
  isNoneOfSome = false;

  has(sum: bigint): boolean {
    return this.#sums.has(sum);
  }

  get areTooMany(): boolean {
    return this.#sums.size > sumsAtMost;
  }

  /** Another amount, so many times. */
  add(amount: bigint, count: number): void {
    let back = 0n;
    for (let times = 1; times <= count && !this.isNoneOfSome; times += 1) {
      back -= amount;
      this.isNoneOfSome = this.#sums.has(back);
    }
    const before = [...this.#sums];
    for (const from of before) {
      let sum = from + amount;
      // What comes behind a sum that is there is reached from it.
      for (let times = 1; times <= count && !this.#sums.has(sum); times += 1) {
        this.#sums.add(sum);
        sum += amount;
      }
      if (this.areTooMany) return;
    }
  }
}

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

/** Whether these spans lead from one balance to another; from one to itself no span is needed. */
export function leads(spans: readonly Span[], from: bigint, to: bigint): boolean {
  const reached = new Set([from]);
  for (const place of reached) {
    if (place === to) return true;
    for (const { openingMinor, closingMinor } of spans) {
      if (openingMinor === place) reached.add(closingMinor);
    }
  }
  return false;
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
