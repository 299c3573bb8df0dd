import { hoursLater, readsOtherwise } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import type { DecisionRule } from '../policy/decision-rule.js';

export const amendmentStates = ['proposed', 'accepted', 'declined', 'withdrawn'] as const;
export type AmendmentState = (typeof amendmentStates)[number];

/** How many may wait to be decided, of one proposal and of one member in it. */
export const mostWaiting = { ofProposal: 20, ofMember: 3 } as const;

/** How often a text may change while it is voted on. */
export const mostInVote = 3;

const longestNote = 2000;

/** @throws CodedError AMENDMENT_NOTE_INVALID */
export function noteOf(given: string | null | undefined): string | null {
  const note = given?.trim() ?? '';
  if (note.length > longestNote || readsOtherwise(note)) {
    const message = 'A note has at most 2,000 characters.';
    throw governanceErrors.error('AMENDMENT_NOTE_INVALID', message, { path: ['note'] });
  }
  return note === '' ? null : note;
}

interface Window {
  readonly openedAt: Date;
  readonly closesAt: Date;
  readonly windowHours: number;
}

/**
 * When a vote closes whose text was changed just now: it leaves as long as the shortest vote under
 * its rule, or this one if that was urgent. A vote does not go on for ever by it: all in all for
 * as long as the longest under its rule, or twice as long as this one was to be.
 *
 * @throws CodedError AMENDMENT_TOO_LATE
 */
export function closingAfter(
  { window }: DecisionRule,
  { openedAt, closesAt, windowHours }: Window,
  now: Date,
  timeZone: string,
): Date {
  const least = hoursLater(now, Math.min(window.minimumHours, windowHours), timeZone);
  if (least <= closesAt) return closesAt;
  const longest = Math.max(window.maximumHours, 2 * windowHours);
  if (least <= hoursLater(openedAt, longest, timeZone)) return least;
  const message = 'There would be too little time to vote on it. Propose it anew, by itself.';
  throw governanceErrors.error('AMENDMENT_TOO_LATE', message, { path: ['id'] });
}
