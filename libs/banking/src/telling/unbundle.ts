import type { AccountKnown, KnownEntry, Telling, ToldEntry } from './account-telling.js';
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
  const taken = new Set<KnownEntry>();
  const owners: number[] = [];
  const entries = telling.entries.flatMap((told, at): ToldEntry[] => {
    const parts = partsAlone(told.split);
    const isWhole = account.entries.some((entry) => isBatchAgain(told, entry.facts));
    const found = isWhole
      ? null
      : eachFound(parts, account.entries, taken, (part, { facts }) => isAny(part, facts));
    owners.push(...(found ?? [told]).map(() => at));
    if (found === null) return [told];
    for (const entry of found) taken.add(entry);
    return parts.map((facts) => ({ ...facts, split: [] }));
  });
  return { telling: { ...telling, entries }, owners };
}

function knownAsParts(
  account: AccountKnown,
  { entries: told }: Telling,
): Pick<Unbundled, 'account' | 'partsOf'> {
  const taken = new Set<ToldEntry>();
  const partsOf = new Map<string, readonly string[]>();
  const entries = account.entries.flatMap((entry): KnownEntry[] => {
    const parts = partsAlone(entry.split);
    const isWhole = parts.length > 0 && isToldWhole(entry, account.entries, told);
    const found = isWhole
      ? null
      : eachFound(parts, told, taken, (part, one) => likeness(one, part) !== null);
    if (found === null) return [entry];
    for (const one of found) taken.add(one);
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
function isToldWhole(
  entry: KnownEntry,
  entries: readonly KnownEntry[],
  told: readonly ToldEntry[],
): boolean {
  const alike = told.filter((one) => isAny(one, entry.facts));
  if (alike.some((one) => one.parts !== null && isBatchAgain(one, entry.facts))) return true;
  if (alike.some((one) => isNamedAgain(one, entry.facts))) return true;
  const others = entries.filter(
    (other) => other !== entry && alike.some((one) => isAny(one, other.facts)),
  );
  return alike.length > others.length;
}

const isNamedAgain = (told: EntryFacts, facts: readonly EntryFacts[]): boolean =>
  facts.some((its) => likeness(told, its)?.likeness === 'key');

const isAny = (one: EntryFacts, facts: readonly EntryFacts[]): boolean =>
  facts.some((its) => likeness(one, its) !== null);

/** What the bank calls the batch is no name of a payment in it. */
function partsAlone(split: readonly EntryFacts[]): readonly EntryFacts[] {
  return split.map((part) => ({
    ...part,
    keys: part.keys.filter((key) => !split.every(({ keys }) => keys.includes(key))),
  }));
}

/** One of these for each part, none of them twice; null where one part has none. */
function eachFound<Item>(
  parts: readonly EntryFacts[],
  items: readonly Item[],
  taken: ReadonlySet<Item>,
  isOf: (part: EntryFacts, item: Item) => boolean,
): readonly Item[] | null {
  if (parts.length < 2) return null;
  const found = new Set<Item>();
  for (const part of parts) {
    const item = items.find((one) => !taken.has(one) && !found.has(one) && isOf(part, one));
    if (item === undefined) return null;
    found.add(item);
  }
  return [...found];
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
  const whole = (ids: readonly string[]): string[] => [
    ...ids.filter((id) => !batchOf.has(id)),
    ...[...partsOf].flatMap(([batch, parts]) =>
      parts.every((part) => ids.includes(part)) ? [batch] : [],
    ),
  ];
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
  return verdicts.map((verdict): Verdict => {
    if (verdict.is === 'new') return verdict;
    if (verdict.is === 'unclear') {
      const rivals = [...new Set(verdict.rivals.map((id) => batchOf.get(id) ?? id))];
      return { ...verdict, rivals };
    }
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
