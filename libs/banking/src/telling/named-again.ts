import { daysOf } from './account-telling.js';
import type {
  AccountKnown,
  KnownEntry,
  KnownTelling,
  Telling,
  ToldEntry,
} from './account-telling.js';
import { alike, assign, onlyOf } from './assignment.js';
import type { Alike, Pair } from './assignment.js';
import { canSum } from './balances.js';
import { closest } from './closest.js';
import type { Compared } from './closest.js';
import type { EntryFacts, Likened } from './entry-facts.js';

/**
 * Which entries a telling calls by the bank's own reference, and of the same amount, as a known one
 * is called. The reference may have been given twice where the days lie far apart: that is `weak`.
 * Where the statements have nothing in common, it was: that is no pair at all.
 */
export function namedAgain({ account, telling, nearby, kinds }: Compared): Pair[] {
  const all = kinds.flatMap((places) => {
    const told = telling.entries[places[0] ?? -1] as ToldEntry;
    return alike(
      places,
      nearby.named(told).flatMap((known) => namedSo(told, account.entries[known], known)),
    );
  });
  const areApart = apartOf(account, telling, all);
  const open = all.flatMap((one) =>
    onlyOf(
      [one],
      () => true,
      (known) => (areApart(one.told[0] ?? -1, known) ? undefined : known),
    ),
  );
  return assign(open);
}

function namedSo(
  told: ToldEntry,
  entry: KnownEntry | undefined,
  known: number,
): (readonly [number, Likened])[] {
  const found = entry === undefined ? null : closest(told, entry);
  const isNamed = found?.likeness === 'key' || entry?.facts.every(({ day }) => day !== told.day);
  return found === null || isNamed !== true ? [] : [[known, found]];
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
export function namedTwice({ account, telling }: Compared): (pair: Pair) => boolean {
  const byId = new Map(account.tellings.map((other) => [other.id, other]));
  const mine = daysOf(telling, telling.entries);
  return (pair) => {
    const told = telling.entries[pair.told];
    const entry = account.entries[pair.known];
    if (told === undefined || entry === undefined) return false;
    const own = entry.tellingIds.flatMap((id) => byId.get(id) ?? []);
    if (own.length === 0) return false;
    if (own.every((other) => isNext(telling, other))) return true;
    if (isGivenOnce(told, entry) || entry.facts.some(({ day }) => day === told.day)) return false;
    return !own.some((other) => {
      const its = daysOf(other, entry.facts);
      return isWithin(told.day, its) && entry.facts.every(({ day }) => isWithin(day, mine));
    });
  };
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
 * @param all all that may be one by the bank's reference
 */
function apartOf(
  account: AccountKnown,
  telling: Telling,
  all: readonly Alike[],
): (told: number, known: number) => boolean {
  const { entries, tellings } = account;
  const mine = daysOf(telling, telling.entries);
  const byId = new Map(tellings.map((other) => [other.id, other]));
  const amountAt = (at: number): bigint => telling.entries[at]?.amountMinor ?? 0n;
  const sharedWith = sharedAmounts(account, all, amountAt);
  const ranges = new Map<string, ReturnType<typeof daysOf>>();
  const rangeOf = (other: KnownTelling): ReturnType<typeof daysOf> => {
    const found = ranges.get(other.id);
    if (found !== undefined) return found;
    const own = entries.filter(({ tellingIds }) => tellingIds.includes(other.id));
    const range = daysOf(
      other,
      own.flatMap(({ facts }) => facts),
    );
    ranges.set(other.id, range);
    return range;
  };
  const isApartBy = (amount: bigint, other: KnownTelling): boolean => {
    const its = rangeOf(other);
    if (telling.span === null || other.span === null || mine === null || its === null) return false;
    const isFirst = mine.last < its.first;
    if (!isFirst && its.last >= mine.first) return false;
    const [first, second] = isFirst ? [telling.span, other.span] : [other.span, telling.span];
    const others = [...(sharedWith.get(other.id) ?? [])];
    others.splice(others.indexOf(amount), 1);
    return !canSum(others, first.closingMinor - second.openingMinor - amount);
  };
  const known = new Map<string, boolean>();
  const isApart = (amount: bigint, other: KnownTelling): boolean => {
    const name = `${amount} ${other.id}`;
    const found = known.get(name) ?? isApartBy(amount, other);
    known.set(name, found);
    return found;
  };
  return (told, at) => {
    const entry = entries[at];
    const facts = telling.entries[told];
    if (entry === undefined || facts === undefined || isGivenOnce(facts, entry)) return false;
    const own = entry.tellingIds.flatMap((id) => byId.get(id) ?? []);
    return own.length > 0 && own.every((other) => isApart(amountAt(told), other));
  };
}

/** Of each statement the amounts of what is told that may be one of its entries. */
function sharedAmounts(
  { entries }: AccountKnown,
  all: readonly Alike[],
  amountAt: (told: number) => bigint,
): ReadonlyMap<string, readonly bigint[]> {
  const shared = new Map<string, bigint[]>();
  for (const { told, mayBe } of all) {
    const known = mayBe.flatMap((those) => those.known);
    const ids = new Set(known.flatMap((at) => entries[at]?.tellingIds ?? []));
    for (const id of ids) {
      const amounts = shared.get(id) ?? [];
      for (const at of told) amounts.push(amountAt(at));
      shared.set(id, amounts);
    }
  }
  return shared;
}
