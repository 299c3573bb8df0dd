import { isDeepStrictEqual } from 'node:util';
import { shapeFaultOf } from '@rochdale/platform';
import type { z } from 'zod';
import { collectionsErrors } from '../collections.errors.js';

/** How far a source was swept. */
export interface Position {
  readonly cursor: string | null;
  /** Where the cursor was when this run began. */
  readonly begunFrom: string | null;
  /** Whether this run is over. */
  readonly caughtUp: boolean;
}

/** What to ask for next, and from where the run that this page belongs to counts as begun. */
export interface NextPage {
  readonly cursor: string | null;
  readonly overlap: boolean;
  readonly begunFrom: string | null;
}

/**
 * A run ends when nothing is behind its last page. What came late, in front of pages that were read
 * already, cannot be older than the run: so the next one begins where that one did, with overlap,
 * however long it took and whatever happened to it meanwhile.
 */
export function nextPage({ cursor, begunFrom, caughtUp }: Position, fromStart: boolean): NextPage {
  if (fromStart) return { cursor: null, overlap: false, begunFrom: cursor };
  return caughtUp
    ? { cursor: begunFrom, overlap: true, begunFrom: cursor }
    : { cursor, overlap: false, begunFrom };
}

/**
 * What was given, as the source's own shape has it.
 *
 * @throws CodedError INVALID_SOURCE_SETTINGS with the path of what is wrong
 */
export function checkedSettings(shape: z.ZodType<object>, given: object): object {
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const { message, path } = shapeFaultOf(parsed.error, given);
  throw collectionsErrors.error('INVALID_SOURCE_SETTINGS', message, {
    path: ['settings', ...path],
  });
}

/** Nothing was swept yet. */
export const unswept: Position = { cursor: null, begunFrom: null, caughtUp: true };

/**
 * A connection that comes back asks what it asked before. Other settings may lead to another book,
 * whose rows have the ids of the first one's: they would be taken for known.
 *
 * @throws CodedError SOURCE_SETTINGS_FIXED
 */
export function checkSameSettings(before: object, wanted: object): void {
  if (isDeepStrictEqual(before, wanted)) return;
  const message = 'What it told before was told under other settings. Connect another account.';
  throw collectionsErrors.error('SOURCE_SETTINGS_FIXED', message, { path: ['settings'] });
}
