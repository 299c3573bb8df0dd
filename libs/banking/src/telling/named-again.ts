import type { AccountKnown, KnownEntry, Telling, ToldEntry } from './account-telling.js';
import { assign } from './assignment.js';
import type { Pair } from './assignment.js';
import { closest } from './closest.js';

/** As much of a bank's reference as every format has room for. */
const start = (key: string): string => key.slice(0, 16);

/**
 * Which entries a telling calls by the bank's own reference, and of the same amount, as a known one
 * is called. The reference may have been given twice where the days lie far apart: that is `weak`.
 */
export function namedAgain({ entries }: AccountKnown, telling: Telling): Pair[] {
  const byKey = new Map<string, Set<number>>();
  entries.forEach(({ facts }, at) => {
    for (const key of facts.flatMap(({ keys }) => keys)) {
      byKey.set(start(key), (byKey.get(start(key)) ?? new Set()).add(at));
    }
  });
  const pairs = telling.entries.flatMap((told, at) => {
    const its = new Set(told.keys.flatMap((key) => [...(byKey.get(start(key)) ?? [])]));
    return [...its].flatMap((known) => pairOf(told, at, entries[known], known));
  });
  return assign(pairs);
}

function pairOf(told: ToldEntry, at: number, entry: KnownEntry | undefined, known: number): Pair[] {
  const found = entry === undefined ? null : closest(told, entry);
  const isNamed = found?.likeness === 'key' || entry?.facts.every(({ day }) => day !== told.day);
  return found === null || isNamed !== true ? [] : [{ told: at, known, ...found }];
}

/** Whether the telling begins where the other one ends, or the other way round. */
function isNext(telling: Telling, other: Pick<Telling, 'span'>): boolean {
  const [mine, its] = [telling.span, other.span];
  if (mine === null || its === null) return false;
  const isSame = mine.openingMinor === its.openingMinor && mine.closingMinor === its.closingMinor;
  const follows = mine.openingMinor === its.closingMinor || mine.closingMinor === its.openingMinor;
  return follows && !isSame;
}

/** A reference that comes again where balances lead on may be of two: some name batches so. */
export function mayBeNamedTwice(
  { tellings }: AccountKnown,
  telling: Telling,
  entry: KnownEntry,
): boolean {
  const own = tellings.filter(({ id }) => entry.tellingIds.includes(id));
  return own.length > 0 && own.every((other) => isNext(telling, other));
}
