import type { AccountKnown, KnownEntry, Telling } from './account-telling.js';
import { surest } from './assignment.js';
import { familyOf, isOther, likeness } from './entry-facts.js';
import type { EntryFacts, Likened } from './entry-facts.js';

/** How an entry that is told is like a known one, by that telling of it that is closest. */
export function closest(told: EntryFacts, { facts }: Pick<KnownEntry, 'facts'>): Likened | null {
  let best: Likened | null = null;
  for (const its of facts) {
    const found = likeness(told, its);
    if (found !== null && (best === null || surest(best, found) > 0)) best = found;
  }
  if (best === null || best.likeness === 'key') return best;
  // What was told otherwise is another, however poor the words of a third telling are.
  return facts.some((its) => isOther(told, its)) ? null : best;
}

/** All that two tellings are compared by: what is equal in it nothing tells apart. */
export function wordsOf(facts: EntryFacts): string {
  const { format, day, valueDate, amountMinor, keys, parts } = facts;
  const { endToEndId, account, name, reference, text } = facts;
  const all = [valueDate, endToEndId, account, name, reference, text, parts, ...keys];
  return JSON.stringify([format, day, String(amountMinor), ...all]);
}

/** The places of these, those together whose facts say the same. */
export function byWords(all: readonly EntryFacts[]): readonly (readonly number[])[] {
  const found = new Map<string, number[]>();
  all.forEach((facts, at) => listed(found, wordsOf(facts)).push(at));
  return [...found.values()];
}

/** As much of a bank's reference as every format has room for. */
const start = (key: string): string => key.slice(0, 16);

/** The list of a key, made where there is none. */
function listed<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const list = lists.get(key) ?? [];
  if (list.length === 0) lists.set(key, list);
  return list;
}

/** What was told of one day and amount, and by formats of which families the bank named it. */
interface Said {
  readonly at: number;
  readonly facts: EntryFacts;
  readonly namedIn: readonly string[];
}

/** Places by words that must not differ. */
interface Sorted {
  readonly all: number[];
  readonly byEndToEndId: Map<string | null, number[]>;
  readonly byReference: Map<string | null, number[]>;
}

/**
 * Finds among many entries those that may be like a given one without comparing it with each: by
 * the bank's name of them, or by day, amount and what else can only be equal. What it finds is
 * still to be compared.
 */
export class Nearby {
  readonly #byKey = new Map<string, number[]>();
  readonly #byDay = new Map<string, Said[]>();
  readonly #sorted = new Map<string, Sorted>();

  /**
   * @param as `one`: what any telling calls by another name is not like it (as `closest` sees it);
   *   `each`: every telling is looked at alone
   */
  constructor(all: readonly Pick<KnownEntry, 'facts'>[], as: 'one' | 'each') {
    all.forEach(({ facts }, at) => {
      for (const key of new Set(facts.flatMap(({ keys }) => keys.map(start)))) {
        listed(this.#byKey, key).push(at);
      }
      for (const its of facts) {
        const naming = (as === 'one' ? facts : [its]).filter(({ keys }) => keys.length > 0);
        const namedIn = naming.map(({ format }) => familyOf(format));
        listed(this.#byDay, dayOf(its)).push({ at, facts: its, namedIn });
      }
    });
  }

  /** Places of all that the bank may call the same, in their order. */
  named({ keys }: EntryFacts): readonly number[] {
    return merged(keys.map((key) => this.#byKey.get(start(key)) ?? []));
  }

  /** Places of all that may be like this, in their order. */
  of(facts: EntryFacts): readonly number[] {
    const { endToEndId, reference } = facts;
    const { all, byEndToEndId, byReference } = this.#sortedFor(facts);
    const within = (lists: Map<string | null, number[]>, word: string): number[][] =>
      [word, null].map((its) => lists.get(its) ?? []);
    const ways = [[all]];
    if (endToEndId !== null) ways.push(within(byEndToEndId, endToEndId));
    if (reference !== null) ways.push(within(byReference, reference));
    const sizes = ways.map((lists) => lists.reduce((sum, { length }) => sum + length, 0));
    const shortest = ways[sizes.indexOf(Math.min(...sizes))] ?? [];
    return merged([this.named(facts), ...shortest]);
  }

  /** What the bank calls by a name is no other that it calls by one of that kind. */
  #sortedFor(facts: EntryFacts): Sorted {
    const family = facts.keys.length > 0 ? familyOf(facts.format) : null;
    const name = `${family ?? ''} ${dayOf(facts)}`;
    const found = this.#sorted.get(name);
    if (found !== undefined) return found;
    const all: number[] = [];
    const byEndToEndId = new Map<string | null, number[]>();
    const byReference = new Map<string | null, number[]>();
    const sorted: Sorted = { all, byEndToEndId, byReference };
    for (const { at, facts: its, namedIn } of this.#byDay.get(dayOf(facts)) ?? []) {
      if (family !== null && namedIn.includes(family)) continue;
      add(all, at);
      add(listed(byEndToEndId, its.endToEndId), at);
      add(listed(byReference, its.reference), at);
    }
    this.#sorted.set(name, sorted);
    return sorted;
  }
}

const dayOf = ({ day, amountMinor }: EntryFacts): string => `${day} ${amountMinor}`;

/** Places come in their order: one that is there is the last. */
function add(places: number[], at: number): void {
  if (places.at(-1) !== at) places.push(at);
}

/** Each place once, in their order, as it is in each of the lists. */
function merged(lists: readonly (readonly number[])[]): readonly number[] {
  const [only = [], ...more] = lists.filter(({ length }) => length > 0);
  if (more.length === 0) return only;
  return [...new Set([only, ...more].flat())].toSorted((one, other) => one - other);
}

/** A telling beside what is known, each of the two sorted by what can only be equal. */
export interface Compared {
  readonly account: AccountKnown;
  readonly telling: Telling;
  readonly nearby: Nearby;
  readonly byId: ReadonlyMap<string, KnownEntry>;
  /** The places of the telling, those together that say the same. */
  readonly kinds: readonly (readonly number[])[];
}

export const compared = (account: AccountKnown, telling: Telling): Compared => ({
  account,
  telling,
  nearby: new Nearby(account.entries, 'one'),
  byId: new Map(account.entries.map((entry) => [entry.id, entry])),
  kinds: byWords(telling.entries),
});
