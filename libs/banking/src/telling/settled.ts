import type { AccountKnown, KnownEntry } from './account-telling.js';
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
  for (const entry of waiting) {
    const rivals = entries.filter((other) => !other.unclear && likenessOf(other, entry) !== null);
    const certain = rivals.filter(({ id }) => isShown.has(id));
    if (isShown.has(entry.id)) {
      // One telling shows them all: they are as many as it says.
      const isNamed = rivals.some((other) => likenessOf(other, entry) === 'key');
      if (!isNamed && certain.length === rivals.length) confirmed.push(entry.id);
      continue;
    }
    const [sameAs] = certain;
    const isLeftOut = days.some((day) => day.day === entry.facts[0].day && holds(day, entry));
    if (isLeftOut && sameAs !== undefined) {
      repeated.push({ entryId: entry.id, sameAs: sameAs.id });
    }
  }
  return { confirmed, repeated };
}

const likenessOf = (one: KnownEntry, other: KnownEntry) =>
  likeness(one.facts[0], other.facts[0])?.likeness ?? null;

/**
 * Whether the telling shows the whole day, so that an entry which it leaves out is none. CSV and
 * OFX list what somebody asked for, and may leave out what they did not.
 */
function holds({ telling, told, relations }: DayTold, entry: KnownEntry): boolean {
  if (told.isPicked || telling.format === 'csv' || telling.format === 'ofx') return false;
  const isUnproven = relations(entry).every(({ other }) => other.span === null);
  return (isWholeDay(told) && told.span !== null) || (told.isStated && isUnproven);
}
