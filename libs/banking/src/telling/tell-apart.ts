import type { AccountKnown, KnownEntry, Telling, ToldEntry } from './account-telling.js';
import { assign } from './assignment.js';
import type { Pair } from './assignment.js';
import { dayTold } from './day-told.js';
import type { DayTold } from './day-told.js';
import { isNamedOther, isOther, likeness } from './entry-facts.js';
import type { EntryFacts } from './entry-facts.js';
import { mayBeNamedTwice, namedAgain } from './named-again.js';
import { toldInOtherParts, toldPastWay } from './other-parts.js';
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
interface Deciding {
  readonly account: AccountKnown;
  readonly telling: Telling;
  readonly verdicts: (Verdict | undefined)[];
  /** Known entries that this telling shows for certain. */
  readonly shown: Set<number>;
}

function entriesApart(account: AccountKnown, telling: Telling): ToldApart {
  const deciding: Deciding = { account, telling, verdicts: [], shown: new Set() };
  for (const pair of namedAgain(account, telling)) {
    const entry = account.entries[pair.known] as KnownEntry;
    const isSure = pair.likeness === 'key' && !mayBeNamedTwice(account, telling, pair);
    deciding.verdicts[pair.told] = isSure
      ? known(entry.id)
      : unclear('reference-repeated', [entry]);
    if (isSure) deciding.shown.add(pair.known);
  }
  const byId = new Map(account.entries.map((entry) => [entry.id, entry]));
  const days = [...new Set(telling.entries.map(({ day }) => day))].toSorted();
  const told = days.map((day) => dayTold(account, telling, day, byId));
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
function standingOf(day: DayTold, entry: KnownEntry): Standing | 'against' {
  const all = day.relations(entry).map(({ as }) => as);
  if (all.includes('apart')) return all.includes('inside') ? 'against' : 'apart';
  return all.includes('inside') ? 'inside' : 'either';
}

function decideDay(day: DayTold, deciding: Deciding): void {
  const { account, telling, verdicts, shown } = deciding;
  const { entries } = account;
  const standing = new Map(
    [...new Set(day.pairs.map((pair) => pair.known))].map((at) => [
      at,
      standingOf(day, entries[at] as KnownEntry),
    ]),
  );
  const open = (...these: readonly (Standing | 'against')[]): Pair[] =>
    day.pairs.filter(
      ({ told, known: at }) =>
        verdicts[told] === undefined &&
        !shown.has(at) &&
        these.includes(standing.get(at) ?? 'apart'),
    );
  for (const pair of assign(open('inside').map((one) => countedFirst(one, entries)))) {
    verdicts[pair.told] = known(entries[pair.known]?.id ?? '');
    shown.add(pair.known);
  }
  for (const pair of assign(open('either', 'against'))) {
    const entry = entries[pair.known] as KnownEntry;
    verdicts[pair.told] = unclear(doubtOf(day, entry), [entry]);
  }
  const left = day.told.entries.filter((at) => verdicts[at] === undefined);
  const unseen = entries.filter((_, at) => !shown.has(at));
  const instead = toldInOtherParts(day, left, unseen);
  const past = toldPastWay(day, left, new Set(unseen));
  for (const at of left) {
    const rivals = instead.get(at);
    const verdict =
      rivals === undefined ? alone(day, at, deciding) : unclear('other-parts', rivals);
    const others = verdict.is === 'new' ? past(telling.entries[at]?.amountMinor ?? 0n) : [];
    verdicts[at] = others.length > 0 ? unclear('other-parts', others) : verdict;
  }
}

/** What waits comes last: it may be one of the others. */
function countedFirst(pair: Pair, entries: readonly KnownEntry[]): Pair {
  return entries[pair.known]?.unclear === true ? { ...pair, score: pair.score - 100 } : pair;
}

function doubtOf({ telling, relations }: DayTold, entry: KnownEntry) {
  const isProven = relations(entry).some(({ other }) => other.span !== null);
  return isProven && telling.span !== null ? 'balances-fit-both' : 'edge-day';
}

/** An entry that is like no other: new, unless there is a reason to ask. */
function alone(day: DayTold, at: number, { account, telling, shown }: Deciding): Verdict {
  const told = telling.entries[at] as ToldEntry;
  const left = account.entries.filter((_, its) => !shown.has(its));
  const instead = left.filter((entry) => isToldInstead(day, told, entry));
  if (instead.length > 0) return unclear('other-words', instead);
  const sourced = left.filter(
    ({ source, facts: [its] }) => source !== null && mayBeSourced(its, told),
  );
  if (sourced.length > 0) return unclear('account-has-source', sourced);
  if (telling.span !== null) return { is: 'new' };
  const twin = telling.entries
    .slice(0, at)
    .findIndex((other) => likeness(other, told)?.likeness === 'key');
  return twin < 0 ? { is: 'new' } : unclear('reference-repeated', [], twin);
}

/**
 * Whether a known entry of this day and amount should have been shown, and is not. One format words
 * two entries in two ways; that they are one needs a sign: the rest of the statement told again.
 */
function isToldInstead(day: DayTold, told: EntryFacts, entry: KnownEntry): boolean {
  const [its] = entry.facts;
  if (its.amountMinor !== told.amountMinor || its.day !== told.day) return false;
  if (entry.facts.some((facts) => isNamedOther(told, facts))) return false;
  const relations = day.relations(entry);
  if (relations.some(({ as }) => as === 'apart')) return false;
  const isWorded = entry.facts.some((facts) => isOther(told, facts));
  return relations.some(({ as, isRetold }) => as === 'inside' && (!isWorded || isRetold));
}
