import { parseDecimal } from '../model/amount.js';
import type { Decimal } from '../model/amount.js';
import { calendarDate, fullYear, plainIsoDay } from '../model/dates.js';
import type { CsvDateFormat, CsvNumbers } from './profiles/csv-profile.js';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

interface DatePattern {
  readonly pattern: RegExp;
  /** Places of year, month and day among the groups. */
  readonly places: readonly [year: number, month: number, day: number];
}

/** A day may be followed by a time. */
function dated(day: string, places: DatePattern['places']): DatePattern {
  return { pattern: new RegExp(`^${day}(?:[T ,]\\s*\\d{1,2}:\\d{2}.*)?$`), places };
}

const datePatterns: Readonly<Record<CsvDateFormat, DatePattern>> = {
  'YYYY-MM-DD': dated('(\\d{4})-(\\d{2})-(\\d{2})', [1, 2, 3]),
  YYYYMMDD: dated('(\\d{4})(\\d{2})(\\d{2})', [1, 2, 3]),
  'DD/MM/YYYY': dated('(\\d{1,2})/(\\d{1,2})/(\\d{4})', [3, 2, 1]),
  'DD/MM/YY': dated('(\\d{1,2})/(\\d{1,2})/(\\d{2})', [3, 2, 1]),
  'DD-MM-YYYY': dated('(\\d{1,2})-(\\d{1,2})-(\\d{4})', [3, 2, 1]),
  'DD.MM.YYYY': dated('(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})', [3, 2, 1]),
  'DD.MM.YY': dated('(\\d{1,2})\\.(\\d{1,2})\\.(\\d{2})', [3, 2, 1]),
  'MM/DD/YYYY': dated('(\\d{1,2})/(\\d{1,2})/(\\d{4})', [3, 1, 2]),
  'MM-DD-YYYY': dated('(\\d{1,2})-(\\d{1,2})-(\\d{4})', [3, 1, 2]),
  'YYYY/MM/DD': dated('(\\d{4})/(\\d{1,2})/(\\d{1,2})', [1, 2, 3]),
  'YYYY.MM.DD': dated('(\\d{4})\\.(\\d{1,2})\\.(\\d{1,2})\\.?', [1, 2, 3]),
  'DD-MM-YY': dated('(\\d{1,2})-(\\d{1,2})-(\\d{2})', [3, 2, 1]),
  'MM/DD/YY': dated('(\\d{1,2})/(\\d{1,2})/(\\d{2})', [3, 1, 2]),
  'DD-MMM-YYYY': dated('(\\d{1,2})-([A-Za-z]{3})-(\\d{4})', [3, 2, 1]),
  'MMM DD, YYYY': dated('([A-Za-z]{3})[a-z]* (\\d{1,2}),? (\\d{4})', [3, 1, 2]),
  'DD MMM YYYY': dated('(\\d{1,2}) ([A-Za-z]{3})[a-z]* (\\d{4})', [3, 2, 1]),
  'DD MMM YY': dated('(\\d{1,2}) ([A-Za-z]{3})[a-z]* (\\d{2})', [3, 2, 1]),
};

/** Every date format that profiles may name. */
export const csvDateFormats = Object.keys(datePatterns) as readonly CsvDateFormat[];

/** How numbers may be written; the file's own are found out when it is read. */
export const numberStyles: readonly CsvNumbers[] = [
  { decimal: '.', grouping: ',' },
  { decimal: ',', grouping: '.' },
  { decimal: '.', grouping: "'\u2019 " },
  { decimal: ',', grouping: ' ' },
];

/** A cell as a day YYYY-MM-DD, or null when it is none in that format. */
export function parseCsvDate(text: string, format: CsvDateFormat): string | null {
  const plain = format === 'YYYY-MM-DD' ? plainIsoDay(text) : null;
  if (plain !== null) return plain;
  const { pattern, places } = datePatterns[format];
  const match = pattern.exec(text.trim());
  if (match === null) return null;
  const [year = '', month = '', day = ''] = places.map((place) => match[place] ?? '');
  const named = months.indexOf(month.toLowerCase()) + 1;
  const read = calendarDate(
    year.length === 2 ? fullYear(Number(year)) : Number(year),
    /^\d+$/.test(month) ? Number(month) : named,
    Number(day),
  );
  return read === null || read.moved ? null : read.date;
}

/** Numbers without currency, grouping or unusual signs, which most are. */
const plainNumbers = { '.': /^-?\d+(?:\.\d+)?$/, ',': /^-?\d+(?:,\d+)?$/ } as const;

const currencyBefore = /^([-+(]?)\s*(?:[$€£¥]|[A-Z]{3}(?![A-Za-z]))\s*/;
const currencyAfter = /\s*(?:[$€£¥]|(?<![A-Za-z])[A-Z]{3})([-)]?)$/;

/**
 * A cell as an exact number, or null when it is none. A currency may stand before or after; the
 * minus may stand before, after, as parentheses or as a typographic sign; groups must be of three.
 */
export function parseCsvNumber(text: string, { decimal, grouping }: CsvNumbers): Decimal | null {
  if (plainNumbers[decimal].test(text)) return parseDecimal(text);
  const plain = text
    .replaceAll('\u2212', '-')
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .trim();
  let bare = plain.replace(currencyBefore, '$1').replace(currencyAfter, '$1');
  let negative = false;
  const bracketed = /^\((.*)\)$/.exec(bare);
  const trailing = /^([^-+]+)-$/.exec(bare);
  if (bracketed !== null) [bare, negative] = [bracketed[1] ?? '', true];
  else if (trailing !== null) [bare, negative] = [trailing[1]?.trimEnd() ?? '', true];
  else if (/^[-+]/.test(bare)) [bare, negative] = [bare.slice(1).trim(), bare.startsWith('-')];
  const [whole = '', fraction, ...rest] = bare.split(decimal);
  if (rest.length > 0 || !isWhole(whole, grouping)) return null;
  if (fraction !== undefined && !/^\d*$/.test(fraction)) return null;
  const digits = whole.replaceAll(/\D/g, '');
  const read = parseDecimal(fraction === undefined ? digits : `${digits}.${fraction}`);
  if (read === null || !negative) return read;
  return { unscaled: -read.unscaled, scale: read.scale };
}

function isWhole(whole: string, grouping: string): boolean {
  if (/^\d*$/.test(whole)) return true;
  return Array.from(grouping).some((sign) => {
    const groups = whole.split(sign);
    return (
      groups.length > 1 &&
      groups.every((group, at) => (at === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group))
    );
  });
}
