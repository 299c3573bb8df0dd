import type { KnownEntry, Span, ToldEntry } from './account-telling.js';
import { canSum, isSumOfSome } from './balances.js';
import type { DayTold } from './day-told.js';
import type { EntryFacts } from './entry-facts.js';

/** How many ways through a day's balances are followed; a day of real files has a few. */
const waysAtMost = 1_000;

/**
 * What entries of a day that are like no other may be in other parts: known ones that are not shown
 * though their place is, where one of these, a batch, is the sum of several of the others.
 *
 * Where balances speak they must lead the same way: statements that contradict each other are not
 * made up of one another, however their amounts add up.
 *
 * @param places of the telling's entries that are left
 * @param left the known entries that it does not show
 * @returns for places that may be told so, what each may be
 */
export function toldInOtherParts(
  day: DayTold,
  places: readonly number[],
  left: readonly KnownEntry[],
): ReadonlyMap<number, readonly KnownEntry[]> {
  const found = new Map<number, KnownEntry[]>();
  const ofDay = left.filter(({ facts: [{ day: its }] }) => its === day.day);
  if (places.length === 0 || ofDay.length === 0) return found;
  const factsAt = (place: number): EntryFacts => day.telling.entries[place] as ToldEntry;
  const told = places.map((place) => ({ is: place, facts: factsAt(place) }));
  const mine = batchAmounts(day.told.entries.map(factsAt));
  const its = batchAmounts(
    day.account.entries.map(({ facts: [facts] }) => facts).filter((one) => one.day === day.day),
  );
  for (const group of groupsOf(day, ofDay)) {
    const known = group.map((entry) => ({ is: entry, facts: entry.facts[0] }));
    const pairs = [
      ...sums(told, mine, known),
      ...sums(known, its, told).map(([entry, place]) => [place, entry] as const),
    ];
    for (const [place, entry] of pairs) found.set(place, [...(found.get(place) ?? []), entry]);
  }
  return found;
}

const amountOf = ({ amountMinor }: EntryFacts): bigint => amountMinor;

/** Of equal amounts nobody can tell which one was taken for the batch: one of them may be it. */
const batchAmounts = (ofDay: readonly EntryFacts[]): ReadonlySet<bigint> =>
  new Set(ofDay.filter(mayBeBatch).map(amountOf));

interface Told<Item> {
  readonly is: Item;
  readonly facts: EntryFacts;
}

/** What may be a batch, with each of those that may be a part of it. */
function sums<Whole, Part>(
  these: readonly Told<Whole>[],
  batches: ReadonlySet<bigint>,
  those: readonly Told<Part>[],
): (readonly [Whole, Part])[] {
  const amounts = those.map(({ facts }) => amountOf(facts));
  return these.flatMap(({ is, facts: { amountMinor } }) =>
    batches.has(amountMinor)
      ? those
          .filter((part, at) =>
            isSumOfSome(amounts.toSpliced(at, 1), amountMinor - amountOf(part.facts)),
          )
          .map((part) => [is, part.is] as const)
      : [],
  );
}

/** What names one payer, or what one payer said, is a payment; what is split is none. */
const mayBeBatch = ({ parts, endToEndId, reference, account }: EntryFacts): boolean =>
  parts !== null || (endToEndId === null && reference === null && account === null);

/**
 * The entries that are left, by the ways that lead through them; last those that lie where they do
 * by days alone. One format tells a booking in the same parts wherever its files begin.
 */
function groupsOf(day: DayTold, left: readonly KnownEntry[]): (readonly KnownEntry[])[] {
  const { span, entries } = day.told;
  const isProven = ({ id }: KnownEntry): boolean =>
    span !== null && day.way.some(({ ids }) => ids.has(id));
  const unproven = left.filter(
    (entry) =>
      !isProven(entry) &&
      day
        .relations(entry)
        .some(
          ({ as, other }) =>
            as === 'inside' || (as === 'either' && other.format !== day.telling.format),
        ),
  );
  if (span === null) return [unproven];
  const amounts = entries.map((at) => amountOf(day.telling.entries[at] as ToldEntry));
  const isOn = ({ openingMinor }: Span, known: readonly bigint[]): boolean =>
    canSum(amounts, openingMinor - span.openingMinor) ||
    canSum(known, span.openingMinor - openingMinor);
  const groups = waysThrough(day.way).flatMap((way) => {
    const ids = new Set(way.flatMap((part) => [...part.ids]));
    const known = day.account.entries
      .filter(({ id }) => ids.has(id))
      .map(({ facts: [facts] }) => amountOf(facts));
    const [first] = way;
    return first !== undefined && isOn(first.span, known)
      ? [left.filter(({ id }) => ids.has(id))]
      : [];
  });
  return [...groups, unproven];
}

type Part = DayTold['way'][number];

/** The ways that lead from part to part by their balances, each as far as it goes. */
function waysThrough(parts: readonly Part[]): Part[][] {
  const ways: Part[][] = [];
  const open = parts.map((part) => [part]);
  for (let way = open.pop(); way !== undefined && ways.length < waysAtMost; way = open.pop()) {
    const walked = way;
    const place = walked.at(-1)?.span.closingMinor;
    const next = parts.filter((part) => part.span.openingMinor === place && !walked.includes(part));
    if (next.length === 0) ways.push(walked);
    for (const part of next) open.push([...walked, part]);
  }
  return ways;
}
