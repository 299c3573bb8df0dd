import { parseDecimal, parseLooseDecimal } from '../model/amount.js';
import { calendarDate, fullYear } from '../model/dates.js';
import type { Decimal } from '../model/amount.js';
import type { ReadDate } from '../model/dates.js';

/** An amount in SWIFT's `15d`: a decimal comma that may end the text, or what banks make of it. */
export function mtDecimal(text: string): Decimal | null {
  return parseDecimal(text) ?? parseLooseDecimal(text);
}

/** `YYMMDD` (or `YYYYMMDD`, which some banks write); null when no month has that day. */
export function mtDate(text: string): ReadDate | null {
  const monthAt = text.length - 4;
  if ((monthAt !== 2 && monthAt !== 4) || !/^\d+$/.test(text)) return null;
  const year = Number(text.slice(0, monthAt));
  const month = Number(text.slice(monthAt, monthAt + 2));
  return calendarDate(monthAt === 4 ? year : fullYear(year), month, Number(text.slice(-2)));
}

/** A balance field (`:60F:`, `:62M:`, `:64:`): mark, date, currency, amount. */
export interface MtBalance {
  readonly sign: 1 | -1;
  readonly date: string;
  readonly currency: string | null;
  readonly decimal: Decimal;
  /** What stands behind the amount and was not read. */
  readonly trailing: string;
}

const balance =
  /^\s*(C|D|RC|RD)\s*(\d{8}(?=[A-Z])|\d{6}|)\s*([A-Z]{3})?\s*(-?[\d.,']*\d[\d.,']*)(.*)$/s;

/** Reads a balance field; null when it is none. */
export function mtBalance(text: string): MtBalance | null {
  const match = balance.exec(text);
  const decimal = match === null ? null : mtDecimal(match[4] ?? '');
  if (match === null || decimal === null) return null;
  const credit = match[1] === 'C' || match[1] === 'RD';
  return {
    sign: credit ? 1 : -1,
    date: match[2] ?? '',
    currency: match[3] ?? null,
    decimal,
    trailing: (match[5] ?? '').trim(),
  };
}
