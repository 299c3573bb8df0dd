import { valuesOf } from './view.js';
import type { Scalar, View } from './view.js';
import type { Secret } from './secrets.js';

/** A number that was told, or that two of them differ by, and whose it is. */
export interface Told {
  readonly at: string;
  readonly minor: number;
  readonly persons: readonly string[];
}

/** Money is shared out in these parts (2/5 stay with the co-operative), rounded either way. */
const parts: readonly (readonly [number, number])[] = [
  [1, 1],
  [2, 5],
  [3, 5],
];

/** Below it are counts, dates and prices, which nobody's amount is near to in a random world. */
const leastMinor = 2 ** 36;

/** Who together have these amounts: everybody, every two, and so on while that can be reckoned. */
function sumsOf(secrets: readonly Secret[], mostPersons: number): Map<number, string[]> {
  const found = new Map<number, string[]>();
  const add = (from: number, sum: number, persons: readonly string[]): void => {
    if (persons.length > 0) {
      for (const [over, under] of parts) {
        const part = (sum * over) / under;
        found.set(Math.floor(part), [...persons]);
        found.set(Math.ceil(part), [...persons]);
      }
    }
    if (persons.length === mostPersons) return;
    for (let nth = from; nth < secrets.length; nth += 1) {
      const secret = secrets[nth];
      for (const amount of secret?.amountsMinor ?? []) {
        add(nth + 1, sum + Number(amount), [...persons, secret?.memberId ?? '']);
      }
    }
  };
  add(0, 0, []);
  return found;
}

/** Every two of sixty, every four of twenty: what fits into a second. */
function mostTogether(persons: number): number {
  if (persons <= 14) return 4;
  return persons <= 40 ? 3 : 2;
}

function numberIn(value: Scalar): number | null {
  const text = String(value);
  if (/^-?\d+$/.test(text)) return Math.abs(Number(text));
  return /^-?\d+\.\d\d$/.test(text) ? Math.abs(Number(text.replace('.', ''))) : null;
}

function numbersIn(views: readonly View[]): Map<number, string> {
  const numbers = new Map<number, string>();
  for (const view of views) {
    for (const { at, value } of valuesOf(view)) {
      const number = numberIn(value);
      if (number !== null && number >= leastMinor) numbers.set(number, at);
    }
  }
  return numbers;
}

/** Numbers told that are the private amounts of fewer than five persons. */
export function amountsTold(views: readonly View[], secrets: readonly Secret[]): Told[] {
  const sums = sumsOf(secrets, mostTogether(secrets.length));
  return [...numbersIn(views)].flatMap(([minor, at]) => {
    const persons = sums.get(minor);
    return persons === undefined ? [] : [{ at, minor, persons }];
  });
}

/** Numbers told at whatever moment and place whose difference is such an amount. */
export function amountsBySubtraction(views: readonly View[], secrets: readonly Secret[]): Told[] {
  const sums = sumsOf(secrets, mostTogether(secrets.length));
  const numbers = [...numbersIn(views)].toSorted(([one], [other]) => one - other);
  const found: Told[] = [];
  for (const [nth, [larger, at]] of numbers.entries()) {
    for (const [smaller, and] of numbers.slice(0, nth)) {
      const persons = sums.get(larger - smaller);
      if (persons !== undefined) {
        found.push({ at: `${at} - ${and}`, minor: larger - smaller, persons });
      }
    }
  }
  return found;
}

/** Moments told at which one person alone did something about dues. */
export function instantsTold(view: View, secrets: readonly Secret[]): Told[] {
  const whose = new Map(
    secrets.flatMap(({ memberId, instants }) => [...instants].map((at) => [at, memberId] as const)),
  );
  return [...valuesOf(view)].flatMap(({ at, value }) => {
    const person = typeof value === 'string' ? whose.get(value) : undefined;
    return person === undefined ? [] : [{ at, minor: 0, persons: [person] }];
  });
}
