import type { KnownEntry, KnownTelling, Span, Telling } from './account-telling.js';
import { assign } from './assignment.js';
import type { Alike, Pair } from './assignment.js';
import { canSum, isSumOfSome, leads, pieces } from './balances.js';
import { isWholeDay } from './day-part.js';
import type { DayPart } from './day-part.js';
import { familyOf } from './entry-facts.js';

/**
 * How two tellings of one day lie to each other. `inside`: the one shows all of the other, so that
 * what both may mean is the same. `apart`: they show nothing together. `either`: both may be.
 */
export type Relation = 'inside' | 'apart' | 'either';

/** Two tellings and what they show of one day. */
export interface Facing {
  readonly telling: Telling;
  readonly told: DayPart<number>;
  readonly other: KnownTelling;
  readonly known: DayPart<KnownEntry>;
  /** What may be one: places of the telling, and of the other's entries of the day. */
  readonly pairs: readonly Alike[];
  /** What is known of the day's way, each part of it once. */
  readonly way: readonly Span[];
  /** What both show of another day. */
  readonly on: (day: string) => readonly [DayPart<number>, DayPart<KnownEntry>];
}

/** camt names its statements; MT940 calls them all the same, and its number is its name. */
function isSameStatement(one: Telling | KnownTelling, other: Telling): boolean {
  const { format, reference, sequence } = one;
  const family = familyOf(format);
  const isNamed = reference !== null && (family === 'camt' || sequence !== null);
  return (
    isNamed &&
    format === other.format &&
    reference === other.reference &&
    sequence === other.sequence &&
    one.span?.openingMinor === other.span?.openingMinor &&
    one.span?.closingMinor === other.span?.closingMinor
  );
}

/** The same statement, or one that leads the same way with the same amounts and shares a line. */
export function isRetold(facing: Facing): boolean {
  const { telling, told, other, known, pairs } = facing;
  if (isSameStatement(other, telling)) return true;
  if (told.span === null || known.span === null || pairs.length === 0) return false;
  return isToldAgain({ ...facing, mine: told.span, its: known.span });
}

/** How a telling and one of before lie to each other on a day. */
export function relationOf(facing: Facing): Relation {
  const { telling, told, other, known } = facing;
  if (isSameStatement(other, telling)) return 'inside';
  const isOneFile = other.fileId === telling.fileId;
  const isProven = told.span !== null && known.span !== null;
  const undated = withoutDays(facing);
  if (undated !== null) {
    const { told: mine, known: its } = undated;
    return isNested(mine, its) ? 'inside' : relationWithoutDays(undated, isOneFile);
  }
  if (isNested(told, known) || (!isProven && isStatedWhole(told, known))) return 'inside';
  if (!isProven) return isOneFile && telling.format === other.format ? 'apart' : 'either';
  const relation = relationByBalances(facing);
  // What balances leave open a bank does not tell twice in one file.
  return relation === 'either' && isOneFile ? 'apart' : relation;
}

/**
 * Pieces of one way that both hold the beginning of a day, or both its end, lie in one another; a
 * whole day holds every piece. Of entries picked one by one that is true only inside a whole day.
 */
function isNested(told: DayPart<number>, known: DayPart<KnownEntry>): boolean {
  if ((isWholeDay(told) && !told.isPicked) || (isWholeDay(known) && !known.isPicked)) return true;
  if (told.isPicked || known.isPicked) return false;
  return (told.isFromStart && known.isFromStart) || (told.isToEnd && known.isToEnd);
}

/** Where balances do not speak for both, a statement of whole days is believed. */
const isStatedWhole = (told: DayPart<number>, known: DayPart<KnownEntry>): boolean =>
  told.isStated || known.isStated;

interface Proven extends Facing {
  readonly mine: Span;
  readonly its: Span;
}

/**
 * The two without the days of their heads, where balances contradict these; else null. Banks write
 * one statement after the other of one day, or of one line each, and over each the day of the
 * balance before it, or the month: neither shows the day from its beginning to its end.
 */
function withoutDays(facing: Facing): Proven | null {
  const { told, known } = facing;
  if (told.span === null || known.span === null) return null;
  const proven = { ...facing, mine: told.span, its: known.span };
  const [isOff, isOtherStart, isOtherEnd] = [isOffWay, startsOtherwise, endsOtherwise].map((is) =>
    is(proven),
  );
  if (!isOff && !isOtherStart && !isOtherEnd) return null;
  const undated = <Part extends DayPart<unknown>>(part: Part): Part => ({
    ...part,
    isFromStart: part.isFromStart && !isOff && !isOtherStart,
    isToEnd: part.isToEnd && !isOff && !isOtherEnd,
  });
  return { ...proven, told: undated(told), known: undated(known) };
}

/**
 * Both are said to hold the day from its beginning, or to its end, and the balance there was
 * another for each, as it was where they begin or end together: a line that was booked late, and
 * lies between, is no contradiction.
 */
function startsOtherwise({ told, known, mine, its, on }: Proven): boolean {
  if (!told.isFromStart || !known.isFromStart) return false;
  if (mine.openingMinor === its.openingMinor) return false;
  const [first, second] = [told.days.first, known.days.first];
  const [one, other] = on(first > second ? first : second);
  return one.span?.openingMinor !== other.span?.openingMinor;
}

function endsOtherwise({ told, known, mine, its, on }: Proven): boolean {
  if (!told.isToEnd || !known.isToEnd) return false;
  if (mine.closingMinor === its.closingMinor) return false;
  const [first, second] = [told.days.last, known.days.last];
  const [one, other] = on(first < second ? first : second);
  return one.span?.closingMinor !== other.span?.closingMinor;
}

/** One is said to be the whole day, and its lines never lead where the other begins and ends. */
function isOffWay(facing: Proven): boolean {
  const { told, known, mine, its } = facing;
  const amounts = amountsOf(facing);
  const isOff = (all: readonly bigint[], whole: Span, piece: Span): boolean =>
    !canSum(all, piece.openingMinor - whole.openingMinor) ||
    !canSum(all, piece.closingMinor - whole.openingMinor);
  return (
    (isWholeDay(told) && isDayOfItsOwn(known) && isOff(amounts.mine, mine, its)) ||
    (isWholeDay(known) && isDayOfItsOwn(told) && isOff(amounts.its, its, mine))
  );
}

/**
 * By the balances alone. Where these do not lead from the one to the other, a bank that tells
 * nothing twice in one file tells two; of two files nobody knows what lies between them.
 */
function relationWithoutDays(facing: Proven, isOneFile: boolean): Relation {
  const { way, mine, pairs } = facing;
  const relation = relationByBalances(facing);
  if (isOneFile) return relation === 'either' ? 'apart' : relation;
  if (relation !== 'apart' || pairs.length === 0) return relation;
  return pieces([...way, mine]) <= pieces(way) ? 'apart' : 'either';
}

function relationByBalances(facing: Facing): Relation {
  const { told, known, pairs, way } = facing;
  if (told.span === null || known.span === null || pairs.length === 0) return 'apart';
  const proven = { ...facing, mine: told.span, its: known.span };
  const shared = assign(pairs);
  const isHeldWhole =
    isToldAgain(proven) || isHeld(proven, shared) || isHeldInParts(proven, shared);
  if (!isHeldWhole && !mayOverlap(proven, shared)) return 'apart';
  const { mine, its } = proven;
  const isAligned =
    leads(way, mine.openingMinor, its.openingMinor) ||
    leads(way, its.closingMinor, mine.closingMinor);
  const mayFollow = pieces([...way, mine]) <= pieces(way);
  const isSure = isDayOfItsOwn(told, known) || !mayOverlap(proven, shared);
  return isHeldWhole && isAligned && isSure && !mayFollow ? 'inside' : 'either';
}

/** Neither speaks of another day: where they begin or end together the day's statement does. */
const isDayOfItsOwn = (...parts: readonly DayPart<unknown>[]): boolean =>
  !parts.some(({ isFromStart, isToEnd }) => isFromStart || isToEnd);

const amountsOf = ({ telling, told, known }: Facing) => ({
  mine: told.entries.map((at) => telling.entries[at]?.amountMinor ?? 0n),
  its: known.entries.map(({ facts: [{ amountMinor }] }) => amountMinor),
});

/**
 * The same way with the same amounts, or in other parts beside what both show: what differs is how
 * a line is worded, or that the one tells sums and the other their payments, however many. As the
 * way is the same, so is the total of what they do not share.
 */
function isToldAgain(facing: Proven): boolean {
  const { mine, its, pairs } = facing;
  if (mine.openingMinor !== its.openingMinor || mine.closingMinor !== its.closingMinor)
    return false;
  const amounts = amountsOf(facing);
  const inOrder = (all: readonly bigint[]): string => all.map(String).toSorted().join();
  if (inOrder(amounts.mine) === inOrder(amounts.its)) return true;
  return pairs.length > 0;
}

/** All of the one stands in the other, and some of the rest leads there. */
function isHeld(facing: Proven, shared: readonly Pair[]): boolean {
  const { mine, its, told, known } = facing;
  const amounts = amountsOf(facing);
  const before = mine.openingMinor - its.openingMinor;
  if (shared.length === told.entries.length) {
    const taken = new Set(shared.map((pair) => pair.known));
    if (canSum(without(amounts.its, taken), before)) return true;
  }
  if (shared.length < known.entries.length) return false;
  const places = new Set(shared.map((pair) => told.entries.indexOf(pair.told)));
  return canSum(without(amounts.mine, places), -before);
}

/**
 * They begin or end together and share a line, and what else the one shows may be some of what else
 * the other does: a report of the day that told a batch as a sum, before the day told it.
 */
function isHeldInParts(facing: Proven, shared: readonly Pair[]): boolean {
  const { mine, its, told } = facing;
  const isAligned =
    mine.openingMinor === its.openingMinor || mine.closingMinor === its.closingMinor;
  if (!isAligned) return false;
  const amounts = amountsOf(facing);
  const places = new Set(shared.map((pair) => told.entries.indexOf(pair.told)));
  const [myRest, itsRest] = [
    without(amounts.mine, places),
    without(amounts.its, new Set(shared.map((pair) => pair.known))),
  ];
  if (myRest.length === 0 || itsRest.length === 0) return false;
  return canSum(myRest, totalOf(itsRest)) || canSum(itsRest, totalOf(myRest));
}

const totalOf = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((sum, amount) => sum + amount, 0n);

const without = (amounts: readonly bigint[], taken: ReadonlySet<number>): bigint[] =>
  amounts.filter((_, at) => !taken.has(at));

/**
 * The end of the one may be the beginning of the other: some of what they share, one line at least
 * and not all of it, leads from where the second begins to where the first ends.
 */
function mayOverlap(facing: Proven, shared: readonly Pair[]): boolean {
  const { mine, its, told, known, telling } = facing;
  const amounts = shared.map((pair) => telling.entries[pair.told]?.amountMinor ?? 0n);
  const isItsFirst = !told.isFromStart && !known.isToEnd;
  const isMineFirst = !told.isToEnd && !known.isFromStart;
  const isWhole = shared.length === told.entries.length || shared.length === known.entries.length;
  const reaches = (wanted: bigint): boolean => canSumSome(amounts, wanted, isWhole);
  return (
    (isItsFirst && reaches(its.closingMinor - mine.openingMinor)) ||
    (isMineFirst && reaches(mine.closingMinor - its.openingMinor))
  );
}

/** Whether some of these, one at least, add up to what is wanted; not all, where that is said. */
function canSumSome(amounts: readonly bigint[], wanted: bigint, notAll: boolean): boolean {
  const rest = totalOf(amounts) - wanted;
  if (wanted === 0n && !isSumOfSome(amounts, 0n)) return false;
  if (rest === 0n) return !notAll || isSumOfSome(amounts, 0n);
  return canSum(amounts, wanted);
}
