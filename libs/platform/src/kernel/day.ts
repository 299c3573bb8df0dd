import { assert } from './assert.js';

/** A calendar day `YYYY-MM-DD`. It has no time zone: it is a name on a calendar. */
export type Day = string;

const dayMs = 86_400_000;

function startOf(day: Day): number {
  const at = Date.parse(`${day}T00:00:00Z`);
  assert(/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at), `${day} is a day`);
  assert(dayAt(at) === day, `${day} is on the calendar`);
  return at;
}

function dayAt(at: number): Day {
  return new Date(at).toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, ...parts });
  formats.set(timeZone, made);
  return made;
}

/**
 * The day on which an instant falls where the clocks show that zone; without a zone, in UTC.
 *
 * @throws RangeError when there is no such zone
 */
export function dayOf(instant: Date, timeZone = 'UTC'): Day {
  if (timeZone === 'UTC') return dayAt(instant.getTime());
  return formatOf(timeZone).format(instant);
}

/** So many days later, or earlier. */
export function addDays(day: Day, days: number): Day {
  return dayAt(startOf(day) + days * dayMs);
}

/** How many days from the one to the other; negative when the other is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return (startOf(to) - startOf(from)) / dayMs;
}

/** The first day of the month so many months later. */
export function firstOfMonth(day: Day, monthsLater = 0): Day {
  const date = new Date(startOf(day));
  return dayAt(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + monthsLater, 1));
}

/** The last day of the month so many months later. */
export function lastOfMonth(day: Day, monthsLater = 0): Day {
  return addDays(firstOfMonth(day, monthsLater + 1), -1);
}
