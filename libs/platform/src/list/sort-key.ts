import { isDay } from '../kernel/day.js';
import { isId } from '../kernel/id.js';
import { platformErrors } from '../kernel/errors.js';

/**
 * What a sort key holds; it says how a cursor tells it and how Postgres reads it back. `micros` is
 * an instant to the microsecond, which its rows tell as text (`microsOf`): a `Date` holds less.
 */
export type SortKeyType = 'instant' | 'micros' | 'day' | 'id' | 'whole' | 'text';

/** A column that a list is ordered by. */
export interface SortKey<Row> {
  /** In SQL, as an index has it: `e.created_at`. */
  readonly column: string;
  /** The same in the rows that are read: `createdAt`. */
  readonly field: keyof Row & string;
  readonly type: SortKeyType;
}

export const sqlTypeOf: Readonly<Record<SortKeyType, string>> = {
  instant: 'timestamptz',
  micros: 'timestamptz',
  day: 'date',
  id: 'uuid',
  whole: 'bigint',
  text: 'text',
};

/** A day that there is, and a time that is told as we tell it. */
function isInstant(text: string): boolean {
  const at = isDay(text.slice(0, 10)) ? new Date(text) : null;
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString() === text;
}

/** SQL that tells an instant as a cursor does whose key is of type `micros`. */
export const microsOf = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const isMicros = (text: string): boolean =>
  /\.\d{6}Z$/.test(text) && isInstant(text.replace(/\d{3}Z$/, 'Z'));

const isInt64 = (value: bigint): boolean => BigInt.asIntN(64, value) === value;

const reads: Readonly<Record<SortKeyType, (text: string) => boolean>> = {
  instant: isInstant,
  micros: isMicros,
  day: isDay,
  id: isId,
  whole: (text) => /^-?\d{1,19}$/.test(text) && isInt64(BigInt(text)),
  text: (text) => !text.includes('\0'),
};

/** A value of a sort key as a cursor tells it. */
export function cursorPart(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/**
 * @param path the field that the cursor was given in
 * @throws CodedError INVALID_CURSOR unless each part is what its key can hold
 */
export function checkCursorParts(
  keys: readonly { readonly type: SortKeyType }[],
  parts: readonly string[],
  path: readonly string[],
): void {
  if (parts.length === keys.length && keys.every(({ type }, at) => reads[type](parts[at] ?? ''))) {
    return;
  }
  throw platformErrors.error('INVALID_CURSOR', 'This is not a cursor of this list.', { path });
}
