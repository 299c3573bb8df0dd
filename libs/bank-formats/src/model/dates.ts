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
  const date = `${fourDigits(year)}-${twoDigits(month)}-${twoDigits(kept)}`;
  return { date, moved: kept !== day };
}

function twoDigits(part: number): string {
  return part < 10 ? `0${part}` : String(part);
}

function fourDigits(year: number): string {
  return year >= 1000 ? String(year) : String(year).padStart(4, '0');
}

/** SWIFT's rule for two-digit years: 80 to 99 are of the last century, the others of this one. */
export function fullYear(year: number): number {
  return year >= 80 ? 1900 + year : 2000 + year;
}

/** Days since 1 January 1970, to compare days without a clock or a time zone. */
export function dayNumber(date: string): number {
  const month = digitsAt(date, 5, 2);
  // Years begin in March here, so that the day which leap years add is the last of its year.
  const year = digitsAt(date, 0, 4) - (month <= 2 ? 1 : 0);
  const leaps = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + digitsAt(date, 8, 2) - 1;
  return year * 365 + leaps + ofYear - 719_468;
}

/**
 * The day of an entry that gives month and day only: of the three years around the value date,
 * the one nearest to it. So 31 December and 2 January are two days apart and not a year.
 */
export function dayNearest(valueDate: string, month: number, day: number): ReadDate | null {
  const year = Number(valueDate.slice(0, 4));
  const at = dayNumber(valueDate);
  const same = calendarDate(year, month, day);
  // Less than half a year away, no other year can be nearer.
  if (same !== null && Math.abs(dayNumber(same.date) - at) < 180) return same;
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

const hyphen = 45;

/** The number that so many digits stand for; negative when one of them is none. */
function digitsAt(text: string, from: number, length: number): number {
  let number = 0;
  for (let at = from; at < from + length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** A text that is nothing but an existing day; null for any other, which may still hold one. */
export function plainIsoDay(text: string): string | null {
  if (text.length !== 10 || text.charCodeAt(4) !== hyphen || text.charCodeAt(7) !== hyphen) {
    return null;
  }
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const day = digitsAt(text, 8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1) return null;
  return day <= 28 || day <= daysInMonth(year, month) ? text : null;
}

/** The day in ISO 8601 text, date or date and time: the day as written, whatever the offset. */
export function isoDay(text: string): string | null {
  const plain = plainIsoDay(text);
  if (plain !== null) return plain;
  const match = /^\s*(\d{4})-(\d{2})-(\d{2})(?![\d])/.exec(text);
  if (match === null) return null;
  const read = calendarDate(Number(match[1]), Number(match[2]), Number(match[3]));
  return read === null || read.moved ? null : read.date;
}
