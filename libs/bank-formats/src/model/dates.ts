/** A calendar day read from a file, and whether it had to be moved to exist. */
export interface ReadDate {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** True for a day that its month does not have, such as 30 February; it became the last one. */
  readonly moved: boolean;
}

const longMonths = new Set([1, 3, 5, 7, 8, 10, 12]);

/** Days of a month in the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  if (month !== 2) return longMonths.has(month) ? 31 : 30;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

/**
 * The day of a year, month and day, or null when no month has it. German banks reckon interest
 * in months of thirty days and so book on 30 February; that becomes the month's last day.
 */
export function calendarDate(year: number, month: number, day: number): ReadDate | null {
  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1) return null;
  const last = daysInMonth(year, month);
  const kept = Math.min(day, last);
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(kept, 2)}`;
  return { date, moved: kept !== day };
}

function pad(part: number, width: number): string {
  return String(part).padStart(width, '0');
}

/** SWIFT's rule for two-digit years: 80 to 99 are of the last century, the others of this one. */
export function fullYear(twoDigits: number): number {
  return twoDigits >= 80 ? 1900 + twoDigits : 2000 + twoDigits;
}

/** Days since 1 January 1970, to compare days without a clock or a time zone. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

/**
 * The day of an entry that gives month and day only: of the three years around the value date,
 * the one nearest to it. So 31 December and 2 January are two days apart and not a year.
 */
export function dayNearest(valueDate: string, month: number, day: number): ReadDate | null {
  const year = Number(valueDate.slice(0, 4));
  const at = dayNumber(valueDate);
  let best: ReadDate | null = null;
  for (const candidate of [year, year - 1, year + 1]) {
    const read = calendarDate(candidate, month, day);
    if (read === null) continue;
    const nearer =
      best === null || Math.abs(dayNumber(read.date) - at) < Math.abs(dayNumber(best.date) - at);
    if (nearer) best = read;
  }
  return best;
}

/** The day in ISO 8601 text, date or date and time: the day as written, whatever the offset. */
export function isoDay(text: string): string | null {
  const match = /^\s*(\d{4})-(\d{2})-(\d{2})(?![\d])/.exec(text);
  if (match === null) return null;
  const read = calendarDate(Number(match[1]), Number(match[2]), Number(match[3]));
  return read === null || read.moved ? null : read.date;
}
