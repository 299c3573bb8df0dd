import { daysOf } from './account-telling.js';
import type { KnownEntry, KnownTelling, Span, Telling } from './account-telling.js';
import type { EntryFacts } from './entry-facts.js';

/** What one telling shows of one day. A telling is a piece of the account's way without a hole. */
export interface DayPart<Item> {
  readonly entries: readonly Item[];
  /** The balance before and behind this part; null where the telling has no balances. */
  readonly span: Span | null;
  /** The days that the telling speaks of. */
  readonly days: { readonly first: string; readonly last: string };
  /** It begins before the day, so that it shows the day from its beginning; or ends behind it. */
  readonly isFromStart: boolean;
  readonly isToEnd: boolean;
  /** The bank says that it is a statement of whole days, and that this day is one of them. */
  readonly isStated: boolean;
  /** Entries picked one by one: what it does not show may be there all the same. */
  readonly isPicked: boolean;
}

type Head = Pick<Telling, 'format' | 'from' | 'to' | 'span'>;

function partOf<Item>(
  head: Head,
  all: readonly Item[],
  factsOf: (item: Item) => EntryFacts,
  day: string,
): DayPart<Item> {
  const { format, from, to, span } = head;
  const days = daysOf(head, all.map(factsOf)) ?? { first: day, last: day };
  const entries = all.filter((item) => factsOf(item).day === day);
  const before = all.filter((item) => factsOf(item).day < day);
  const sum = (items: readonly Item[]): bigint =>
    items.reduce((total, item) => total + factsOf(item).amountMinor, 0n);
  const openingMinor = (span?.openingMinor ?? 0n) + sum(before);
  const isDaily = format === 'camt.053' || format === 'mt940';
  return {
    entries,
    span: span === null ? null : { openingMinor, closingMinor: openingMinor + sum(entries) },
    days,
    isFromStart: days.first < day,
    isToEnd: day < days.last,
    isStated: isDaily && from !== null && to !== null && from <= day && day <= to,
    isPicked: format === 'camt.054',
  };
}

/** The day as the telling at hand shows it; its entries by their places. */
export function toldPart(telling: Telling, day: string): DayPart<number> {
  const places = telling.entries.map((_, at) => at);
  return partOf(telling, places, (at) => telling.entries[at] as EntryFacts, day);
}

/** The day as a statement of before showed it. One that is not known whole has no balances. */
export function knownPart(
  telling: KnownTelling,
  entries: ReadonlyMap<string, KnownEntry>,
  day: string,
): DayPart<KnownEntry> {
  const own = telling.entryIds.flatMap((id) => entries.get(id) ?? []);
  const { span } = telling;
  const sum = own.reduce((total, { facts: [{ amountMinor }] }) => total + amountMinor, 0n);
  const isWhole = span !== null && sum === span.closingMinor - span.openingMinor;
  const head = { ...telling, span: isWhole ? span : null };
  return partOf(head, own, ({ facts: [facts] }) => facts, day);
}

/** Shows the day from its beginning to its end. */
export const isWholeDay = ({ isFromStart, isToEnd }: DayPart<unknown>): boolean =>
  isFromStart && isToEnd;
