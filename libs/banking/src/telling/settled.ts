import type { AccountKnown, KnownEntry } from './account-telling.js';
import { Nearby, wordsOf } from './closest.js';
import { isWholeDay } from './day-part.js';
import type { DayTold } from './day-told.js';
import { likeness } from './entry-facts.js';

/** What a telling decides of entries that waited for a person. */
export interface Settled {
  /** They are shown to be entries of their own. */
  readonly confirmed: readonly string[];
  /** They are shown to be others. */
  readonly repeated: readonly { readonly entryId: string; readonly sameAs: string }[];
}

/** @param shown the known entries that the telling shows for certain, by place */
export function settledBy(
  { entries }: AccountKnown,
  days: readonly DayTold[],
  shown: ReadonlySet<number>,
): Settled {
  const isShown = new Set([...shown].map((at) => entries[at]?.id));
  const waiting = entries.filter(({ unclear }) => unclear);
  const confirmed: string[] = [];
  const repeated: { entryId: string; sameAs: string }[] = [];
  const counted = entries.filter((entry) => !entry.unclear);
  const rivalsOf = rivalsAmong(counted, ({ id }) => isShown.has(id));
  for (const entry of waiting) {
    const { first, areAllShown, isNamed } = rivalsOf(entry);
    if (isShown.has(entry.id)) {
      // One telling shows them all: they are as many as it says.
      if (!isNamed && areAllShown) confirmed.push(entry.id);
      continue;
    }
    const isLeftOut = days.some((day) => day.day === entry.facts[0].day && holds(day, entry));
    if (isLeftOut && first !== undefined) {
      repeated.push({ entryId: entry.id, sameAs: first.id });
    }
  }
  return { confirmed, repeated };
}

/** What is known of those that an entry may be. */
interface Rivals {
  /** Of those that are shown the first one of the account. */
  readonly first: KnownEntry | undefined;
  readonly areAllShown: boolean;
  /** The bank calls one of them the same. */
  readonly isNamed: boolean;
}

/** Looked for once for all that were told in the same words. */
function rivalsAmong(
  counted: readonly KnownEntry[],
  isShown: (entry: KnownEntry) => boolean,
): (entry: KnownEntry) => Rivals {
  const nearby = new Nearby(
    counted.map(({ facts: [facts] }) => ({ facts: [facts] as const })),
    'each',
  );
  const found = new Map<string, Rivals>();
  return ({ facts: [facts] }) => {
    const words = wordsOf(facts);
    const before = found.get(words);
    if (before !== undefined) return before;
    const all = nearby.of(facts).flatMap((at) => {
      const rival = counted[at] as KnownEntry;
      const as = likeness(rival.facts[0], facts)?.likeness ?? null;
      return as === null ? [] : [{ rival, as }];
    });
    const rivals: Rivals = {
      first: all.find(({ rival }) => isShown(rival))?.rival,
      areAllShown: all.every(({ rival }) => isShown(rival)),
      isNamed: all.some(({ as }) => as === 'key'),
    };
    found.set(words, rivals);
    return rivals;
  };
}

/**
 * Whether the telling shows the whole day, so that an entry which it leaves out is none. CSV and
 * OFX list what somebody asked for, and may leave out what they did not.
 */
function holds({ telling, told, relations }: DayTold, entry: KnownEntry): boolean {
  if (told.isPicked || telling.format === 'csv' || telling.format === 'ofx') return false;
  const isUnproven = relations(entry).every(({ other }) => other.span === null);
  return (isWholeDay(told) && told.span !== null) || (told.isStated && isUnproven);
}
