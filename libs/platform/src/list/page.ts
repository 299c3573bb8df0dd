import type { Tx } from '../db/tx.js';
import { assert } from '../kernel/assert.js';
import { platformErrors } from '../kernel/errors.js';
import { openText, sealText } from '../kernel/id-seal.js';
import type { OwnIdAudience } from '../kernel/id-seal.js';

/** Which end of a list comes first: most lists begin with the newest. */
export type ListOrder = 'newest-first' | 'oldest-first';

/** What a client asks of a connection (Relay): so many after, or so many before, a cursor. */
export interface PageRequest {
  /** Without it the list's own order. */
  readonly order?: ListOrder | null;
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** A page by key: where to go on, which way, and how many rows to fetch (one more than shown). */
export interface KeysetPage {
  /** Rows to fetch: the page's size and one more, which tells whether there is a next page. */
  readonly limit: number;
  readonly size: number;
  /** The sort key of the row that the page starts after (or ends before), or null at an end. */
  readonly key: readonly string[] | null;
  readonly backwards: boolean;
}

/** How long a list is. Counting ends early: `isExact` is false when there are more. */
export interface Total {
  readonly atLeast: number;
  readonly isExact: boolean;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly cursorOf: (row: Row) => string;
  /** How long the whole list is, filters kept. Of lists by key; who does not ask pays nothing. */
  readonly count?: (tx: Tx) => Promise<Total>;
  /** Of a list that is narrowed to few. */
  readonly narrowed?: Narrowed<Row>;
}

/** What a list that is narrowed to few tells of, beside the rows of its page. */
export interface Narrowed<Row> {
  /** The next row, which is not shown: that the list goes on tells that it is there. */
  readonly next: Row | null;
  /** The first hundred: how many they are tells that they are there. */
  readonly found: (tx: Tx) => Promise<readonly Row[]>;
}

/**
 * In which list a cursor stands, and who is told it: in another one it would say what is earlier
 * than what, and to two audiences the same one would say that they look at the same row.
 */
export interface CursorPlace {
  readonly list: string;
  readonly audience: OwnIdAudience;
}

const contextOf = ({ list, audience }: CursorPlace): string => `cursor ${list} ${audience}`;

/** As long as the longest key takes, sealed. */
const longestCursor = 600;

/** An opaque cursor for a sort key, which it does not tell. */
export function encodeCursor(key: readonly string[], place: CursorPlace): string {
  return sealText(contextOf(place), JSON.stringify(key));
}

/**
 * @param path the field that the cursor was given in
 * @throws CodedError INVALID_CURSOR unless it is a cursor with that many parts
 */
export function decodeCursor(
  cursor: string,
  parts: number,
  place: CursorPlace,
  path: readonly string[],
): readonly string[] {
  try {
    const text = cursor.length <= longestCursor ? openText(contextOf(place), cursor) : null;
    const key: unknown = JSON.parse(text ?? '');
    if (
      Array.isArray(key) &&
      key.length === parts &&
      key.every((part): part is string => typeof part === 'string')
    ) {
      return key;
    }
  } catch {
    // Falls through to the coded error: what could not be read is not a cursor.
  }
  throw platformErrors.error('INVALID_CURSOR', 'This is not a cursor of this list.', { path });
}

/** The field that a page's cursor is given in. */
export const cursorField = ({ backwards }: Pick<KeysetPage, 'backwards'>): 'after' | 'before' =>
  backwards ? 'before' : 'after';

function pageSize(name: 'first' | 'last', value: number, maxSize: number): number {
  if (!Number.isInteger(value) || value < 0) {
    throw platformErrors.error('INVALID_INPUT', `${name} is a whole number from 0.`, {
      path: [name],
    });
  }
  if (value > maxSize) {
    throw platformErrors.error('INVALID_INPUT', `${name} is at most ${maxSize}.`, { path: [name] });
  }
  return value;
}

/**
 * Reads a page request. Without first or last, the first `defaultSize` rows.
 *
 * @throws CodedError INVALID_INPUT, INVALID_CURSOR
 */
export function keysetPage(
  request: PageRequest,
  {
    parts,
    place,
    maxSize = 100,
    defaultSize = 20,
  }: { parts: number; place: CursorPlace; maxSize?: number; defaultSize?: number },
): KeysetPage {
  const { first, after, last, before } = request;
  const forwards = first !== null && first !== undefined;
  const backwards = last !== null && last !== undefined;
  if (forwards && backwards) {
    const message = 'Ask for first or for last, not for both.';
    throw platformErrors.error('INVALID_INPUT', message, { path: ['last'] });
  }
  if ((backwards && after) || (!backwards && before)) {
    const path = [cursorField({ backwards: !backwards })];
    throw platformErrors.error('INVALID_INPUT', 'after goes with first, before with last.', {
      path,
    });
  }
  const size = backwards
    ? pageSize('last', last, maxSize)
    : forwards
      ? pageSize('first', first, maxSize)
      : defaultSize;
  const cursor = backwards ? before : after;
  return {
    limit: size + 1,
    size,
    key: cursor ? decodeCursor(cursor, parts, place, [cursorField({ backwards })]) : null,
    backwards,
  };
}

/** Makes a page of fetched rows (in the order they were fetched, up to `limit` of them). */
export function toPage<Row>(
  page: KeysetPage,
  fetched: readonly Row[],
  place: CursorPlace,
  keyOf: (row: Row) => readonly string[],
): Page<Row> {
  const more = fetched.length > page.size;
  const shown = fetched.slice(0, page.size);
  return {
    rows: page.backwards ? shown.toReversed() : shown,
    hasNextPage: page.backwards ? page.key !== null : more,
    hasPreviousPage: page.backwards ? more : page.key !== null,
    cursorOf: (row) => encodeCursor(keyOf(row), place),
  };
}

/** The same page of what its rows are shown as. */
export function mapPage<Row, View>(page: Page<Row>, toView: (row: Row) => View): Page<View> {
  const { narrowed, ...others } = page;
  const rows = page.rows.map((row) => toView(row));
  const cursors = new Map(page.rows.map((row, at) => [rows[at], page.cursorOf(row)]));
  return {
    ...others,
    rows,
    cursorOf: (view) => {
      const cursor = cursors.get(view);
      assert(cursor !== undefined, 'a cursor is of a row of its page');
      return cursor;
    },
    ...(narrowed && { narrowed: mapNarrowed(narrowed, toView) }),
  };
}

/** The same of what the rows are shown as. */
export function mapNarrowed<Row, View>(
  { next, found }: Narrowed<Row>,
  toView: (row: Row) => View,
): Narrowed<View> {
  return {
    next: next === null ? null : toView(next),
    found: async (later) => (await found(later)).map((row) => toView(row)),
  };
}
