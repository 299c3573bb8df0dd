import { assert } from './assert.js';

/** A calendar day `YYYY-MM-DD`. It has no time zone: it is a name on a calendar. */
export type Day = string;

const dayMs = 86_400_000;

/** Four digits are the calendar: what lies beyond has no name that Postgres would read. */
const firstMs = Date.parse('0001-01-01T00:00:00Z');
const endMs = Date.parse('+010000-01-01T00:00:00Z');

/** Whether it is a day that there is, written `YYYY-MM-DD`, from year 1 to 9999. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const date = Number(text.slice(8));
  return year > 0 && month > 0 && month <= 12 && date > 0 && date <= lengthOf(year, month);
}

/** How many days a month has. `Date` takes the 30th of February for the 2nd of March. */
function lengthOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function startOf(day: Day): number {
  assert(isDay(day), `${day} is a day`);
  return Date.parse(`${day}T00:00:00Z`);
}

/**
 * The instant at which a day begins where the clocks show that zone; without a zone, in UTC. Where
 * they skip midnight, it is as much later as they skip.
 *
 * @throws RangeError when there is no such zone
 */
export function startOfDay(day: Day, timeZone = 'UTC'): Date {
  const startMs = startOf(day);
  if (timeZone === 'UTC') return new Date(startMs);
  return new Date(instantShowing(startMs, { nearMs: startMs, timeZone }));
}

/** The instant at which it is noon of a day in UTC. */
export function noonOfDay(day: Day): Date {
  return new Date(startOf(day) + dayMs / 2);
}

/** The instant itself where it lies, in UTC, on that day; else the day's first or last. */
export function nearestOnDay(instant: Date, day: Day): Date {
  const start = startOf(day);
  return new Date(Math.min(Math.max(instant.getTime(), start), start + dayMs - 1));
}

/**
 * The instant so many times 24 hours later, or earlier; 0.5 is twelve hours. A length of time, such
 * as that of a token's life, not a step on the calendar.
 */
export function daysLater(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * dayMs);
}

function dayAt(at: number): Day {
  assert(at >= firstMs && at < endMs, 'a day is on the calendar, from year 1 to 9999');
  return new Date(at).toISOString().slice(0, 10);
}

/** A day of the month so many months later; the day 0 is the last of the month before. */
function dayOfMonth(day: Day, monthsLater: number, date: number): Day {
  const at = new Date(startOf(day));
  // Date.UTC would take the years up to 99 for those of the twentieth century.
  return dayAt(at.setUTCMonth(at.getUTCMonth() + monthsLater, date));
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

/** The same day of the month so many months later, or its last where it has no such day. */
export function monthsLater(day: Day, months: number): Day {
  const last = lastOfMonth(day, months);
  const date = Math.min(Number(day.slice(8)), Number(last.slice(8)));
  return dayOfMonth(day, months, date);
}

/** The first day of the month so many months later. */
export function firstOfMonth(day: Day, monthsLater = 0): Day {
  return dayOfMonth(day, monthsLater, 1);
}

/** The last day of the month so many months later. */
export function lastOfMonth(day: Day, monthsLater = 0): Day {
  return dayOfMonth(day, monthsLater + 1, 0);
}

const clockFormats = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clockFormats.get(timeZone);
  if (known !== undefined) return known;
  const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const calendar = { calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' } as const;
  const made = new Intl.DateTimeFormat('en-US', { timeZone, ...day, ...time, ...calendar });
  clockFormats.set(timeZone, made);
  return made;
}

/** What the clocks of a zone show at an instant, as if they stood in UTC; in milliseconds. */
function shownMs(atMs: number, timeZone: string): number {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const wholeMs = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wholeMs + (((atMs % 1000) + 1000) % 1000);
}

/**
 * The instant at which a time of so many hours ends that begins now. Whole days are days of the
 * calendar: they end when the clocks of the zone show the time at which they began, though one of
 * them had 23 hours or 25. Where the clocks skip that time, it is as much later as they skip; where
 * they show it twice, it is the first of the two.
 *
 * @throws RangeError when there is no such zone
 */
export function hoursLater(instant: Date, hours: number, timeZone = 'UTC'): Date {
  const startMs = instant.getTime();
  if (hours % 24 !== 0 || timeZone === 'UTC') return new Date(startMs + hours * 3_600_000);
  const wantedMs = shownMs(startMs, timeZone) + (hours / 24) * dayMs;
  return new Date(instantShowing(wantedMs, { nearMs: startMs, timeZone }));
}

/**
 * The first instant, from that one on, at which the clocks of a zone show a time of day, `HH:MM`.
 * Of a time that they show twice on a day it is the first; where they skip it, it is as much later
 * as they skip. The instant itself where they show it then.
 *
 * @throws RangeError when there is no such zone
 */
export function nextTimeOfDay(instant: Date, time: string, timeZone = 'UTC'): Date {
  assert(/^([01]\d|2[0-3]):[0-5]\d$/.test(time), `${time} is a time of day`);
  const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const nearMs = instant.getTime();
  // Where a zone skipped a day, and its time is that of the next, two later are enough.
  for (let day = dayOf(instant, timeZone); ; day = addDays(day, 1)) {
    const wantedMs = startOf(day) + minutes * 60_000;
    const foundMs = timeZone === 'UTC' ? wantedMs : instantShowing(wantedMs, { nearMs, timeZone });
    if (foundMs >= nearMs) return new Date(foundMs);
  }
}

/**
 * The instant at which the clocks of a zone show a time: the first of two, and where they skip it
 * as much later as they skip.
 */
function instantShowing(
  wantedMs: number,
  { nearMs, timeZone }: { readonly nearMs: number; readonly timeZone: string },
): number {
  const offsetAt = (atMs: number): number => shownMs(atMs, timeZone) - atMs;
  const byFirstMs = wantedMs - offsetAt(wantedMs - offsetAt(nearMs));
  // The time that is wanted is shown at that instant, or at none: then it lies in a gap.
  if (shownMs(byFirstMs, timeZone) === wantedMs) {
    const earlierMs = wantedMs - offsetAt(byFirstMs - dayMs);
    return shownMs(earlierMs, timeZone) === wantedMs ? Math.min(earlierMs, byFirstMs) : byFirstMs;
  }
  return Math.max(byFirstMs, wantedMs - offsetAt(byFirstMs - dayMs));
}
