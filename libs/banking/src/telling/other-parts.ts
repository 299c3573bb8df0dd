import type { KnownEntry, Span, ToldEntry } from './account-telling.js';
import { canSum, sumsOfSeveral } from './balances.js';
import type { Beside, DayTold } from './day-told.js';
import type { EntryFacts } from './entry-facts.js';

/** How many ways through a day's balances are followed; a day of real files has a few. */
const waysAtMost = 50;

/** Of how many lines each choice is tried. Of more, what may be a part of a sum is none surely. */
const linesAtMost = 14;

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
  const toldParts = partsBySum(told);
  for (const group of groupsOf(day, ofDay)) {
    const known = group.map((entry) => ({ is: entry, facts: entry.facts[0] }));
    const add = (place: number, entry: KnownEntry): void => {
      const rivals = found.get(place) ?? [];
      if (rivals.length < linesAtMost) rivals.push(entry);
      found.set(place, rivals);
    };
    const knownParts = partsBySum(known);
    for (const { is, facts } of told.filter((one) => mine.has(amountOf(one.facts)))) {
      for (const part of knownParts(amountOf(facts)).slice(0, linesAtMost)) add(is, part);
    }
    // Those that were given so many already take no more.
    const given = new Map<readonly number[], number>();
    for (const { is, facts } of known.filter((one) => its.has(amountOf(one.facts)))) {
      const parts = toldParts(amountOf(facts));
      const times = given.get(parts) ?? 0;
      given.set(parts, times + 1);
      if (times < linesAtMost) for (const part of parts) add(part, is);
    }
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

/** What may be a part of a sum of several: nothing where the amount is no such sum. */
type PartsOf<Part> = (sum: bigint) => readonly Part[];

function partsBySum<Part>(these: readonly Told<Part>[]): PartsOf<Part> {
  if (these.length > linesAtMost) return partsOfMany(these);
  let subsets: { readonly sum: bigint; readonly parts: readonly Part[] }[] = [
    { sum: 0n, parts: [] },
  ];
  for (const { is, facts } of these) {
    const more = subsets.map(({ sum, parts }) => ({
      sum: sum + amountOf(facts),
      parts: [...parts, is],
    }));
    subsets = [...subsets, ...more];
  }
  const found = new Map<bigint, Set<Part>>();
  for (const { sum, parts } of subsets) {
    if (parts.length < 2) continue;
    const known = found.get(sum) ?? new Set();
    for (const part of parts) known.add(part);
    found.set(sum, known);
  }
  return (sum) => [...(found.get(sum) ?? [])];
}

/**
 * Of many lines their amounts alone are added up, and any of them may be in a sum that there is.
 * Where even that leads too far, whatever they can reach is held for one: a person is asked.
 */
function partsOfMany<Part>(these: readonly Told<Part>[]): PartsOf<Part> {
  const amounts = these.map(({ facts }) => amountOf(facts));
  const reached = sumsOfSeveral(amounts);
  const total = (all: readonly bigint[]): bigint => all.reduce((sum, one) => sum + one, 0n);
  const most = total(amounts.filter((amount) => amount > 0n));
  const least = total(amounts.filter((amount) => amount < 0n));
  const inOrder = bySign(these, ({ facts }) => amountOf(facts));
  const [gained, lost] = [inOrder(1n), inOrder(-1n)].map((all) => all.map(({ is }) => is));
  return (sum) => {
    const isReached = reached?.has(sum) ?? (least <= sum && sum <= most);
    return (isReached ? (sum > 0n ? gained : lost) : undefined) ?? [];
  };
}

/** Those first that move the account as this amount does: a person is shown one of them. */
const bySign =
  <Item>(all: readonly Item[], amount: (one: Item) => bigint) =>
  (like: bigint): readonly Item[] => {
    const isLike = (one: Item): boolean => amount(one) > 0n === like > 0n;
    return [...all.filter(isLike), ...all.filter((one) => !isLike(one))];
  };

/** What names one payer, or what one payer said, is a payment; what is split is none. */
const mayBeBatch = ({ parts, endToEndId, reference, account }: EntryFacts): boolean =>
  parts !== null || (endToEndId === null && reference === null && account === null);

/**
 * The entries that are left, by the ways that lead through them; then, by who told them, those that
 * lie where they do by days alone. One format tells a booking in the same parts wherever its files
 * begin.
 */
function groupsOf(day: DayTold, left: readonly KnownEntry[]): (readonly KnownEntry[])[] {
  const { span, entries } = day.told;
  const isProven = ({ id }: KnownEntry): boolean =>
    span !== null && day.way.some(({ ids }) => ids.has(id));
  const unproven = new Map<string, KnownEntry[]>();
  for (const entry of left.filter((one) => !isProven(one))) {
    for (const { as, other } of day.relations(entry)) {
      const isHere = as === 'inside' || (as === 'either' && other.format !== day.telling.format);
      if (!isHere) continue;
      const its = unproven.get(other.id) ?? [];
      its.push(entry);
      unproven.set(other.id, its);
    }
  }
  if (span === null) return [...unproven.values()];
  const amounts = entries.map((at) => amountOf(day.telling.entries[at] as ToldEntry));
  const groups = waysThrough(day.way).flatMap((way) => {
    const ids = new Set(way.flatMap((part) => [...part.ids]));
    const its = left.filter(({ id }) => ids.has(id));
    const known = day.account.entries
      .filter(({ id }) => ids.has(id))
      .map(({ facts: [facts] }) => amountOf(facts));
    return its.length > 0 && overlaps(span, amounts, way, known) ? [its] : [];
  });
  return [...groups, ...unproven.values()];
}

/** Whether some of what the telling shows may lie on a way: it does not only begin or end there. */
function overlaps(
  span: Span,
  amounts: readonly bigint[],
  way: readonly Part[],
  known: readonly bigint[],
): boolean {
  const { openingMinor } = way[0]?.span ?? span;
  const { closingMinor } = way.at(-1)?.span ?? span;
  const [mine, its] = [span.closingMinor - openingMinor, closingMinor - span.openingMinor];
  return (mine !== 0n && canSum(amounts, mine)) || (its !== 0n && canSum(known, its));
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

/**
 * What would be new and take the account past a way that balances prove. A known statement of the
 * day lies with this one, shows what this one does not, and this one something of its own: the one
 * may be the other, in parts that do not add up line by line. So it may be where two lead the same
 * way and share nothing, if both tell batches.
 *
 * @param places of the telling's entries that are left
 * @param unseen the known entries that it does not show
 * @returns for an amount that would be new, what it may be; nothing where it is new indeed
 */
export function toldPastWay(
  { beside, told, telling }: DayTold,
  places: readonly number[],
  unseen: ReadonlySet<KnownEntry>,
): (amountMinor: bigint) => readonly KnownEntry[] {
  const { span } = told;
  if (span === null || places.length === 0) return () => [];
  const mine = places.map((at) => telling.entries[at] as ToldEntry);
  const amounts = mine.map(amountOf);
  const others = beside.flatMap(({ known, as }) => {
    if (known.span === null) return [];
    const its = known.entries.filter((entry) => !entry.unclear && unseen.has(entry));
    const isSameWay =
      known.span.openingMinor === span.openingMinor &&
      known.span.closingMinor === span.closingMinor;
    const facts = its.map((entry) => entry.facts[0]);
    const haveBatches = [mine, facts].every((all) => all.length > 1 && all.some(mayBeBatch));
    if (its.length === 0 || !(as === 'inside' || (isSameWay && haveBatches))) return [];
    const total = facts.reduce((sum, one) => sum + amountOf(one), 0n);
    const inOrder = bySign(its, (entry) => amountOf(entry.facts[0]));
    const [gained = [], lost = []] = [1n, -1n].map((like) => inOrder(like).slice(0, linesAtMost));
    const isAny = isSameWay || mine.length > linesAtMost || !canSum(amounts, total);
    const mayBe = (amount: bigint): boolean =>
      isAny || canSum(amounts.toSpliced(amounts.indexOf(amount), 1), total - amount);
    return [(amount: bigint) => (mayBe(amount) ? (amount > 0n ? gained : lost) : [])];
  });
  return (amount) => others.flatMap((mayBe) => mayBe(amount));
}

/**
 * Whether a statement that told an amount without a payer may have told a batch, and not the entry
 * of that amount which it was counted as: another one told both that and the batch's payments.
 */
export function sumInstead(day: DayTold): (entry: KnownEntry, teller: Beside) => boolean {
  const found = new Map<string, ReadonlySet<bigint> | null>();
  const sumsBeside = (one: Beside, teller: Beside): ReadonlySet<bigint> | null => {
    const name = `${one.other.id} ${teller.other.id}`;
    const before = found.get(name);
    if (before !== undefined) return before;
    const ids = new Set(teller.other.entryIds);
    const rest = one.known.entries.filter(({ id }) => !ids.has(id));
    const sums = sumsOfSeveral(rest.map(({ facts: [facts] }) => amountOf(facts)));
    found.set(name, sums);
    return sums;
  };
  return (entry, teller) => {
    const { facts, tellingIds } = entry;
    const isCounted = facts.some((one) => one.format === teller.other.format && mayBeBatch(one));
    if (tellingIds.length < 2 || !isCounted) return false;
    return day.relations(entry).some((one) => {
      if (one === teller) return false;
      return sumsBeside(one, teller)?.has(amountOf(facts[0])) ?? true;
    });
  };
}
