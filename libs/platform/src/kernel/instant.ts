import { isDay } from './day.js';

const clock = String.raw`([01]\d|2[0-3]):[0-5]\d`;
const written = new RegExp(
  String.raw`^(\d{4}-\d{2}-\d{2})T${clock}:[0-5]\d(\.\d{1,9})?(Z|[+-]${clock})$`,
);

/**
 * Reads a moment as RFC 3339 writes it, `2026-01-31T12:00:00Z` or with an offset, to the
 * millisecond. Null for anything else, and for a day that the calendar does not have: `Date` takes
 * the 31st of November for the 1st of December, and 24:00 for the next day.
 */
export function instantOf(text: string): Date | null {
  const day = written.exec(text)?.[1];
  return day !== undefined && isDay(day) ? new Date(text) : null;
}
