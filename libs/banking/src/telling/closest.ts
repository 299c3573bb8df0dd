import type { KnownEntry } from './account-telling.js';
import { surest } from './assignment.js';
import { isOther, likeness } from './entry-facts.js';
import type { EntryFacts, Likened } from './entry-facts.js';

/** How an entry that is told is like a known one, by that telling of it that is closest. */
export function closest(told: EntryFacts, { facts }: KnownEntry): Likened | null {
  const best = facts.reduce<Likened | null>((closer, its) => {
    const found = likeness(told, its);
    return found === null || (closer !== null && surest(closer, found) <= 0) ? closer : found;
  }, null);
  // What was told otherwise is another, however poor the words of a third telling are.
  const isOwn = best?.likeness === 'key' || !facts.some((its) => isOther(told, its));
  return isOwn ? best : null;
}
