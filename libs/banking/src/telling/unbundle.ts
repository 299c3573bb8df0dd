import type { AccountKnown, KnownEntry, Telling, ToldEntry } from './account-telling.js';
import { Nearby, wordsOf } from './closest.js';
import { likeness } from './entry-facts.js';
import type { EntryFacts } from './entry-facts.js';
import type { Settled } from './settled.js';
import { known, partOf, unclear } from './verdict.js';
import type { Verdict } from './verdict.js';

/** Both sides told in the same parts, and what each part is of. */
export interface Unbundled {
  readonly account: AccountKnown;
  readonly telling: Telling;
  /** For each entry of the telling the place that it, or its batch, had. */
  readonly owners: readonly number[];
  /** Of known batches: the ids that their parts go by meanwhile. */
  readonly partsOf: ReadonlyMap<string, readonly string[]>;
}

/**
 * One file tells a batch, another one its payments. A batch is told as its parts where the parts
 * are what is known, and known as its parts where the parts are what is told.
 */
export function unbundled(account: AccountKnown, whole: Telling): Unbundled {
  const { telling, owners } = toldAsParts(account, whole);
  return { ...knownAsParts(account, telling), telling, owners };
}

function toldAsParts(
  account: AccountKnown,
  telling: Telling,
): Pick<Unbundled, 'telling' | 'owners'> {
  const owners: number[] = [];
  const find = finder(account.entries);
  const entries = telling.entries.flatMap((told, at): ToldEntry[] => {
    const parts = partsAlone(told.split);
    const isWhole = parts.length > 1 && find.some(told, ({ facts }) => isBatchAgain(told, facts));
    const areFound = !isWhole && find.each(parts);
    owners.push(...(areFound ? parts : [told]).map(() => at));
    return areFound ? parts.map((facts) => ({ ...facts, split: [] })) : [told];
  });
  return { telling: { ...telling, entries }, owners };
}

function knownAsParts(
  account: AccountKnown,
  { entries: told }: Telling,
): Pick<Unbundled, 'account' | 'partsOf'> {
  const partsOf = new Map<string, readonly string[]>();
  const items = told.map((facts) => ({ facts: [facts] as const }));
  const find = finder(items);
  const isToldWhole = toldWhole(find, finder(account.entries));
  const entries = account.entries.flatMap((entry): KnownEntry[] => {
    const parts = partsAlone(entry.split);
    if (parts.length < 2 || isToldWhole(entry.facts) || !find.each(parts)) return [entry];
    const ids = parts.map((_, at) => `${entry.id}/${at}`);
    partsOf.set(entry.id, ids);
    return parts.map((facts, at) => ({
      ...entry,
      id: ids[at] ?? '',
      facts: [facts],
      split: [],
    }));
  });
  const tellings = account.tellings.map((telling) => ({
    ...telling,
    entryIds: telling.entryIds.flatMap((id) => partsOf.get(id) ?? [id]),
  }));
  return { account: { entries, tellings }, partsOf };
}

/** By the bank's name of it or by its parts: of an equal amount there may be payments too. */
const isBatchAgain = (told: EntryFacts, facts: readonly EntryFacts[]): boolean =>
  facts.some((its) => {
    const found = likeness(told, its);
    return found?.likeness === 'key' || (found !== null && its.parts === told.parts);
  });

/**
 * By the bank's name of it or by its parts; else where more of its amount are told than there are
 * other entries that they may be: those are told before the batch is.
 */
function toldWhole(
  inTold: Finder<{ readonly facts: readonly [EntryFacts] }>,
  inKnown: Finder<KnownEntry>,
): (facts: KnownEntry['facts']) => boolean {
  const isMore = (facts: KnownEntry['facts']): boolean => {
    const alike = inTold.like(facts).map(({ facts: [one] }) => one);
    if (alike.some((one) => one.parts !== null && isBatchAgain(one, facts))) return true;
    if (alike.some((one) => isNamedAgain(one, facts))) return true;
    // The batch is one of those.
    return alike.length > 0 && alike.length >= inKnown.like(alike).length;
  };
  const found = new Map<string, boolean>();
  return (facts) => {
    const words = facts.map(wordsOf).join();
    const before = found.get(words) ?? isMore(facts);
    found.set(words, before);
    return before;
  };
}

const isNamedAgain = (told: EntryFacts, facts: readonly EntryFacts[]): boolean =>
  facts.some((its) => likeness(told, its)?.likeness === 'key');

const isAny = (one: EntryFacts, facts: readonly EntryFacts[]): boolean =>
  facts.some((its) => likeness(one, its) !== null);

/** What the bank calls the batch is no name of a payment in it. */
function partsAlone(split: readonly EntryFacts[]): readonly EntryFacts[] {
  const [first, ...more] = split;
  const names = new Set(first?.keys.filter((key) => more.every(({ keys }) => keys.includes(key))));
  return split.map((part) => ({ ...part, keys: part.keys.filter((key) => !names.has(key)) }));
}

interface Finder<Item> {
  /** Whether one of the items, of those that may be like these facts, is so. */
  readonly some: (facts: EntryFacts, is: (item: Item) => boolean) => boolean;
  /** The items that are like one of these. */
  readonly like: (all: readonly EntryFacts[]) => Item[];
  /** Takes one item for each part, none of them twice; none where one part has none. */
  readonly each: (parts: readonly EntryFacts[]) => boolean;
}

/** Few files have batches: the items are sorted when the first one is looked for. */
function finder<Item extends { readonly facts: readonly [EntryFacts, ...EntryFacts[]] }>(
  items: readonly Item[],
): Finder<Item> {
  let sorted: Nearby | null = null;
  const nearby = (facts: EntryFacts): readonly number[] =>
    (sorted ??= new Nearby(items, 'each')).of(facts);
  const isAt = (facts: EntryFacts, at: number): boolean => isAny(facts, items[at]?.facts ?? []);
  const taken = new Set<number>();
  return {
    some: (facts, is) => nearby(facts).some((at) => is(items[at] as Item)),
    like: (all) => {
      const found = new Set<number>();
      for (const facts of new Map(all.map((one) => [wordsOf(one), one])).values()) {
        for (const at of nearby(facts)) if (!found.has(at) && isAt(facts, at)) found.add(at);
      }
      return [...found].map((at) => items[at] as Item);
    },
    each: (parts) => {
      if (parts.length < 2) return false;
      const found = new Set<number>();
      for (const part of parts) {
        const at = nearby(part).find(
          (place) => !taken.has(place) && !found.has(place) && isAt(part, place),
        );
        if (at === undefined) return false;
        found.add(at);
      }
      for (const at of found) taken.add(at);
      return true;
    },
  };
}

interface Apart extends Settled {
  readonly verdicts: readonly Verdict[];
}

/** What became of parts, told of the batches that they are of. */
export function bundled({ verdicts, confirmed, repeated }: Apart, both: Unbundled): Apart {
  const { owners, partsOf } = both;
  const batchOf = new Map(
    [...partsOf].flatMap(([batch, ids]) => ids.map((id) => [id, batch] as const)),
  );
  const whole = (ids: readonly string[]): string[] => {
    const all = new Set(ids);
    return [
      ...ids.filter((id) => !batchOf.has(id)),
      ...[...partsOf].flatMap(([batch, parts]) =>
        parts.every((id) => all.has(id)) ? [batch] : [],
      ),
    ];
  };
  const sameAs = new Map(
    repeated.flatMap((one) =>
      [one.entryId, batchOf.get(one.entryId) ?? one.entryId].map(
        (id) => [id, batchOf.get(one.sameAs) ?? one.sameAs] as const,
      ),
    ),
  );
  return {
    verdicts: told(ofBatches(verdicts, partsOf, batchOf), owners),
    confirmed: whole(confirmed),
    repeated: whole(repeated.map(({ entryId }) => entryId)).map((entryId) => ({
      entryId,
      sameAs: sameAs.get(entryId) ?? '',
    })),
  };
}

/** A known batch is known when all its parts are; else what may be of it waits. */
function ofBatches(
  verdicts: readonly Verdict[],
  partsOf: Unbundled['partsOf'],
  batchOf: ReadonlyMap<string, string>,
): Verdict[] {
  const shown = new Set(verdicts.flatMap((one) => (one.is === 'known' ? one.entryIds : [])));
  // Many that wait may share one list.
  const lists = new Map<readonly string[], readonly string[]>();
  const rivalsOf = (ids: readonly string[]): readonly string[] => {
    const rivals = lists.get(ids) ?? [...new Set(ids.map((id) => batchOf.get(id) ?? id))];
    lists.set(ids, rivals);
    return rivals;
  };
  return verdicts.map((verdict): Verdict => {
    if (verdict.is === 'new') return verdict;
    if (verdict.is === 'unclear') return { ...verdict, rivals: rivalsOf(verdict.rivals) };
    const [id = ''] = verdict.entryIds;
    const batch = batchOf.get(id);
    if (batch === undefined) return verdict;
    const isWhole = partsOf.get(batch)?.every((part) => shown.has(part)) ?? false;
    return isWhole ? partOf(batch) : unclear('other-parts', [{ id: batch }]);
  });
}

/** What became of the parts of a batch became of it; what did not become of all waits. */
function told(verdicts: readonly Verdict[], owners: readonly number[]): Verdict[] {
  const groups: Verdict[][] = [];
  owners.forEach((owner, at) => {
    const verdict = verdicts[at];
    if (verdict !== undefined) (groups[owner] ??= []).push(verdict);
  });
  return groups.map((group) => {
    const [only = { is: 'new' } as const] = group;
    if (group.length === 1 || group.every(({ is }) => is === 'new')) return inPlace(only, owners);
    const ids = group.flatMap((one) => (one.is === 'known' ? one.entryIds : []));
    const rivals = group.flatMap((one) => (one.is === 'unclear' ? one.rivals : []));
    const isKnown = group.every(({ is }) => is === 'known');
    if (isKnown) return known(...new Set(ids));
    return unclear(
      'other-parts',
      [...new Set([...ids, ...rivals])].map((id) => ({ id })),
    );
  });
}

function inPlace(verdict: Verdict, owners: readonly number[]): Verdict {
  if (verdict.is !== 'unclear' || verdict.twin === null) return verdict;
  return { ...verdict, twin: owners[verdict.twin] ?? null };
}
