import { daysOf } from './account-telling.js';
import type {
  AccountKnown,
  KnownEntry,
  KnownTelling,
  Telling,
  ToldEntry,
} from './account-telling.js';
import { assign } from './assignment.js';
import type { Pair } from './assignment.js';
import { canSum } from './balances.js';
import { closest } from './closest.js';
import type { EntryFacts } from './entry-facts.js';

/** As much of a bank's reference as every format has room for. */
const start = (key: string): string => key.slice(0, 16);

/**
 * Which entries a telling calls by the bank's own reference, and of the same amount, as a known one
 * is called. The reference may have been given twice where the days lie far apart: that is `weak`.
 * Where the statements have nothing in common, it was: that is no pair at all.
 */
export function namedAgain(account: AccountKnown, telling: Telling): Pair[] {
  const { entries } = account;
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
  const areApart = apartOf(account, telling, pairs);
  return assign(pairs.filter((pair) => !areApart(pair)));
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

/**
 * A reference that comes again may be of two: where balances lead on, as some banks name batches
 * so, and on another day that not both statements show, as of a standing order. A FITID is given
 * once.
 */
export function mayBeNamedTwice(account: AccountKnown, telling: Telling, pair: Pair): boolean {
  const told = telling.entries[pair.told];
  const entry = account.entries[pair.known];
  if (told === undefined || entry === undefined) return false;
  const own = account.tellings.filter(({ id }) => entry.tellingIds.includes(id));
  if (own.length === 0) return false;
  if (own.every((other) => isNext(telling, other))) return true;
  if (isGivenOnce(told, entry) || entry.facts.some(({ day }) => day === told.day)) return false;
  const mine = daysOf(telling, telling.entries);
  return !own.some((other) => {
    const its = daysOf(other, entry.facts);
    return isWithin(told.day, its) && entry.facts.every(({ day }) => isWithin(day, mine));
  });
}

function isWithin(day: string, days: ReturnType<typeof daysOf>): boolean {
  return days !== null && days.first <= day && day <= days.last;
}

/** OFX says of a FITID that an account has it once, whatever becomes of its day. */
const isGivenOnce = (told: EntryFacts, { facts }: KnownEntry): boolean =>
  told.format === 'ofx' || facts.some(({ format }) => format === 'ofx');

/**
 * Which pairs are of two entries for certain: every statement that told the known one is proven, as
 * this one is, speaks of other days, and does not reach into it by what both may share.
 *
 * @param pairs all that may be one by the bank's reference
 */
function apartOf(
  account: AccountKnown,
  telling: Telling,
  pairs: readonly Pair[],
): (pair: Pair) => boolean {
  const { entries, tellings } = account;
  const mine = daysOf(telling, telling.entries);
  const byId = new Map(tellings.map((other) => [other.id, other]));
  const sharedWith = new Map<string, Set<number>>();
  for (const { told, known } of pairs) {
    for (const id of entries[known]?.tellingIds ?? []) {
      sharedWith.set(id, (sharedWith.get(id) ?? new Set()).add(told));
    }
  }
  const ranges = new Map<string, ReturnType<typeof daysOf>>();
  const rangeOf = (other: KnownTelling): ReturnType<typeof daysOf> => {
    const own = entries.filter(({ tellingIds }) => tellingIds.includes(other.id));
    const range =
      ranges.get(other.id) ??
      daysOf(
        other,
        own.flatMap(({ facts }) => facts),
      );
    ranges.set(other.id, range);
    return range;
  };
  const isApart = ({ told }: Pair, other: KnownTelling): boolean => {
    const its = rangeOf(other);
    if (telling.span === null || other.span === null || mine === null || its === null) return false;
    const isFirst = mine.last < its.first;
    if (!isFirst && its.last >= mine.first) return false;
    const [first, second] = isFirst ? [telling.span, other.span] : [other.span, telling.span];
    const amountAt = (at: number): bigint => telling.entries[at]?.amountMinor ?? 0n;
    const others = [...(sharedWith.get(other.id) ?? [])].filter((at) => at !== told);
    const rest = first.closingMinor - second.openingMinor - amountAt(told);
    return !canSum(others.map(amountAt), rest);
  };
  return (pair) => {
    const entry = entries[pair.known];
    const facts = telling.entries[pair.told];
    if (entry === undefined || facts === undefined || isGivenOnce(facts, entry)) return false;
    const own = entry.tellingIds.flatMap((id) => byId.get(id) ?? []);
    return own.length > 0 && own.every((other) => isApart(pair, other));
  };
}
