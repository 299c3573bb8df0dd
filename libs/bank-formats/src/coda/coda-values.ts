import { negate } from '../model/amount.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { calendarDate, fullYear } from '../model/dates.js';
import type { Decimal } from '../model/amount.js';

/** The amount of a balance or movement: its sign, 12 digits and three decimals. */
export function codaAmount(record: string, from: number, line: number): Decimal {
  const text = record.slice(from, from + 16);
  if (!/^[01]\d{15}$/.test(text)) {
    const message = `'${text}' is no sign with an amount of fifteen digits`;
    throw new BankFormatError('statement-malformed', message, { line, column: from + 1 });
  }
  const decimal = { unscaled: BigInt(text.slice(1)), scale: 3 };
  return text.startsWith('1') ? negate(decimal) : decimal;
}

/** A day `DDMMYY`; null for zeros and blanks, and for a day that there is not. */
export function codaDay(text: string): string | null {
  const match = /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (match === null || text === '000000') return null;
  const [, day, month, year] = match;
  const read = calendarDate(fullYear(Number(year)), Number(month), Number(day));
  return read === null || read.moved ? null : read.date;
}
