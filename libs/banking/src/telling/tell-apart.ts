import type { AccountKnown, KnownEntry, Telling, ToldEntry } from './account-telling.js';
import { assign, assignMore, onlyOf } from './assignment.js';
import type { Alike } from './assignment.js';
import { compared, Nearby, wordsOf } from './closest.js';
import type { Compared } from './closest.js';
import { dayTold } from './day-told.js';
import type { DayTold } from './day-told.js';
import { isNamedOther, isOther, likeness } from './entry-facts.js';
import type { EntryFacts } from './entry-facts.js';
import { namedAgain, namedTwice } from './named-again.js';
import { sumInstead, toldInOtherParts, toldPastWay } from './other-parts.js';
import { mayBeSourced } from './sourced.js';
import { settledBy } from './settled.js';
import type { Settled } from './settled.js';
import { bundled, unbundled } from './unbundle.js';
import { known, unclear } from './verdict.js';
import type { Verdict } from './verdict.js';

/** What became of a telling's entries, one verdict each, and of entries that waited. */
export interface ToldApart extends Settled {
  readonly verdicts: readonly Verdict[];
}

/**
 * Which entries of a telling are known, which are new, and which nobody can tell. Files are
 * tellings of one history of an account; neither a place in a file nor its words make an entry.
 * First counts the bank's own reference. Then, day by day, how the telling lies to those of before:
 * where the one shows all of the other, equal entries are counted; where they lie apart, they are
 * two; where either may be, they wait. Never throws.
 */
export function tellApart(account: AccountKnown, whole: Telling): ToldApart {
  const both = unbundled(account, whole);
  return bundled(entriesApart(both.account, both.telling), both);
}

/** What is decided so far: of the telling's entries by place, of known ones by place too. */
interface Deciding extends Compared {
  readonly verdicts: (Verdict | undefined)[];
  /** Known entries that this telling shows for certain. */
  readonly shown: Set<number>;
  /** The first entry of the telling that the bank calls as it calls this one, by its place. */
  readonly twinOf: (at: number) => number | null;
}

function entriesApart(account: AccountKnown, telling: Telling): ToldApart {
  const beside = compared(account, telling);
  const twinOf = twinsIn(telling);
  const deciding: Deciding = { ...beside, verdicts: [], shown: new Set(), twinOf };
  const mayBeNamedTwice = namedTwice(beside);
  for (const pair of namedAgain(beside)) {
    const entry = account.entries[pair.known] as KnownEntry;
    const isSure = pair.likeness === 'key' && !mayBeNamedTwice(pair);
    deciding.verdicts[pair.told] = isSure
      ? known(entry.id)
      : unclear('reference-repeated', [entry]);
    if (isSure) deciding.shown.add(pair.known);
  }
  const days = [...new Set(telling.entries.map(({ day }) => day))].toSorted();
  const told = days.map((day) => dayTold(beside, day));
  for (const day of told) decideDay(day, deciding);
  const verdicts = telling.entries.map((_, at): Verdict => deciding.verdicts[at] ?? { is: 'new' });
  return { verdicts, ...settledBy(account, told, deciding.shown) };
}

/** How a known entry lies to the telling, by all that told it. */
type Standing = 'inside' | 'apart' | 'either';

/**
 * What lies apart is not shown, whatever else holds it: a telling may lie in one that shows more.
 * Only what is shown by nothing else may be that after all.
 */
function standingOf(
  day: DayTold,
  entry: KnownEntry,
  mayBeSum: ReturnType<typeof sumInstead>,
): Standing | 'against' {
  const all = day
    .relations(entry)
    .map((teller) => (teller.as === 'apart' && mayBeSum(entry, teller) ? 'either' : teller.as));
  if (all.includes('apart')) return all.includes('inside') ? 'against' : 'apart';
  return all.includes('inside') ? 'inside' : 'either';
}

function decideDay(day: DayTold, deciding: Deciding): void {
  const { account, telling, verdicts, shown } = deciding;
  const { entries } = account;
  const standing = new Map<number, Standing | 'against'>();
  const mayBeSum = sumInstead(day);
  const standingAt = (at: number): Standing | 'against' => {
    const found = standing.get(at) ?? standingOf(day, entries[at] as KnownEntry, mayBeSum);
    standing.set(at, found);
    return found;
  };
  const open = (...these: readonly (Standing | 'against')[]): Alike[] =>
    onlyOf(
      day.pairs,
      (told) => verdicts[told] === undefined,
      (at) => (!shown.has(at) && these.includes(standingAt(at)) ? at : undefined),
    );
  const counting = (...these: readonly (Standing | 'against')[]): Alike[] =>
    open(...these).map((one) => countedFirst(one, entries));
  const sure = assign(counting('inside'));
  const [told, held] = [
    new Set(sure.map((one) => one.told)),
    new Set(sure.map((one) => one.known)),
  ];
  const doubtful = onlyOf(
    open('either', 'against'),
    (place) => !told.has(place),
    (at) => at,
  );
  // One that is shown may be each of several: what is left then may be what another one was.
  const all = assignMore([...sure, ...assign(doubtful)], counting('inside', 'either', 'against'));
  for (const pair of all) {
    const entry = entries[pair.known] as KnownEntry;
    if (!held.has(pair.known)) {
      verdicts[pair.told] = unclear(doubtOf(day, entry), [entry]);
      continue;
    }
    verdicts[pair.told] = known(entry.id);
    shown.add(pair.known);
  }
  const left = day.told.entries.filter((at) => verdicts[at] === undefined);
  const unseen = entries.filter((_, at) => !shown.has(at));
  const instead = toldInOtherParts(day, left, unseen);
  const past = toldPastWay(day, left, new Set(unseen));
  const alone = doubtAlone(day, unseen);
  for (const at of left) {
    const rivals = instead.get(at);
    const verdict =
      rivals === undefined ? (alone(at) ?? twinned(at, deciding)) : unclear('other-parts', rivals);
    const others = verdict.is === 'new' ? past(telling.entries[at]?.amountMinor ?? 0n) : [];
    verdicts[at] = others.length > 0 ? unclear('other-parts', others) : verdict;
  }
}

/** What waits comes last: it may be one of the others. */
function countedFirst({ told, mayBe }: Alike, entries: readonly KnownEntry[]): Alike {
  const waits = (at: number): boolean => entries[at]?.unclear === true;
  const parted = mayBe.flatMap(({ likeness, score, known: all }) => [
    { likeness, score, known: all.filter((at) => !waits(at)) },
    { likeness, score: score - 100, known: all.filter(waits) },
  ]);
  return { told, mayBe: parted };
}

function doubtOf({ telling, relations }: DayTold, entry: KnownEntry) {
  const isProven = relations(entry).some(({ other }) => other.span !== null);
  return isProven && telling.span !== null ? 'balances-fit-both' : 'edge-day';
}

/** An entry that is like no other: new, unless there is a reason to ask. */
function doubtAlone(day: DayTold, unseen: readonly KnownEntry[]): (at: number) => Verdict | null {
  const { telling } = day;
  const byAmount = grouped(missing(day, unseen), ({ entry }) => entry.facts[0].amountMinor);
  const sources = unseen.filter(({ source }) => source !== null);
  const sourced = grouped(sources, ({ facts: [{ amountMinor }] }) => amountMinor);
  const asked = new Map<string, Verdict | null>();
  const ask = (told: ToldEntry): Verdict | null => {
    const those = byAmount.get(told.amountMinor) ?? [];
    const instead = those.filter((one) => isToldInstead(told, one));
    if (instead.length > 0)
      return unclear(
        'other-words',
        instead.map(({ entry }) => entry),
      );
    const from = (sourced.get(told.amountMinor) ?? []).filter(({ facts: [its] }) =>
      mayBeSourced(its, told),
    );
    return from.length > 0 ? unclear('account-has-source', from) : null;
  };
  return (at) => {
    const told = telling.entries[at] as ToldEntry;
    const words = wordsOf(told);
    const found = asked.get(words);
    if (found !== undefined) return found;
    const verdict = ask(told);
    asked.set(words, verdict);
    return verdict;
  };
}

/** Where nothing else proves two, the bank's reference may have come twice in one file. */
function twinned(at: number, { telling, twinOf }: Deciding): Verdict {
  const twin = telling.span === null ? twinOf(at) : null;
  return twin === null ? { is: 'new' } : unclear('reference-repeated', [], twin);
}

function twinsIn({ entries }: Telling): (at: number) => number | null {
  let nearby: Nearby | null = null;
  return (at) => {
    const told = entries[at] as ToldEntry;
    nearby ??= new Nearby(
      entries.map((facts) => ({ facts: [facts] as const })),
      'each',
    );
    for (const other of nearby.named(told)) {
      if (other >= at) return null;
      if (likeness(entries[other] as ToldEntry, told)?.likeness === 'key') return other;
    }
    return null;
  };
}

/** A known entry of the day that should be shown there, and whether the rest is told again. */
interface Missing {
  readonly entry: KnownEntry;
  readonly isRetold: boolean;
}

function missing(day: DayTold, unseen: readonly KnownEntry[]): Missing[] {
  return unseen.flatMap((entry) => {
    if (entry.facts[0].day !== day.day) return [];
    const relations = day.relations(entry);
    const inside = relations.filter(({ as }) => as === 'inside');
    if (inside.length === 0 || relations.some(({ as }) => as === 'apart')) return [];
    return [{ entry, isRetold: inside.some(({ isRetold }) => isRetold) }];
  });
}

/**
 * Whether a known entry of this day and amount should have been shown, and is not. One format words
 * two entries in two ways; that they are one needs a sign: the rest of the statement told again.
 */
function isToldInstead(told: EntryFacts, { entry: { facts }, isRetold }: Missing): boolean {
  if (facts.some((its) => isNamedOther(told, its))) return false;
  return isRetold || !facts.some((its) => isOther(told, its));
}

function grouped<Item>(
  items: readonly Item[],
  amountOf: (item: Item) => bigint,
): ReadonlyMap<bigint, readonly Item[]> {
  const groups = new Map<bigint, Item[]>();
  for (const item of items) {
    const group = groups.get(amountOf(item)) ?? [];
    group.push(item);
    groups.set(amountOf(item), group);
  }
  return groups;
}
