import { BankFormatError } from '../model/bank-format.errors.js';
import { currencyExponent } from '../model/currency.js';
import type { WarningLog } from '../model/statement-sink.js';
import { CsvRowReader } from './csv-row.js';
import type { CsvWriting } from './csv-row.js';
import { parseCsvNumber } from './csv-cells.js';
import type { CsvLayout } from './csv-layout.js';
import type { CsvProfile } from './profiles/csv-profile.js';
import type { CsvRow } from './csv-scan.js';

/** Whether a row's day and amount can be read when written this way. */
export function readable(layout: CsvLayout, row: CsvRow, writing: CsvWriting): boolean {
  const reader = new CsvRowReader(layout, row, writing);
  try {
    const { profile } = layout;
    const day = reader.date(profile.bookingDate) ?? reader.date(profile.valueDate);
    return reader.amount() !== null && day !== null;
  } catch (error) {
    if (error instanceof BankFormatError) return false;
    throw error;
  }
}

/** How many of the rows can be read when written this way. */
export function readableRows(layout: CsvLayout, writing: CsvWriting): number {
  return layout.rows.reduce((sum, row) => sum + (readable(layout, row, writing) ? 1 : 0), 0);
}

/** In how many rows the balance cannot be read when written this way. */
function unreadBalances(layout: CsvLayout, writing: CsvWriting): number {
  const { balance } = layout.profile;
  return layout.rows.filter((row) => {
    const text = new CsvRowReader(layout, row, writing).text(balance);
    return text !== null && /\d/.test(text) && parseCsvNumber(text, writing.numbers) === null;
  }).length;
}

/**
 * Whether written this way all that has a decimal sign has three digits behind it. Money is seldom
 * in thousandths: where another way of writing reads the same, these are thousands.
 */
function inThousandths(layout: CsvLayout, { numbers, date }: CsvWriting): boolean {
  const { amount, currency } = layout.profile;
  const columns = amount.kind === 'two-columns' ? [amount.credit, amount.debit] : [amount.column];
  const readers = layout.rows.map((row) => new CsvRowReader(layout, row, { numbers, date }));
  const stated = readers.map((row) =>
    currency.kind === 'column' ? row.text(currency.column) : layout.currency,
  );
  if (stated.some((code) => currencyExponent(code?.toUpperCase() ?? '') === 3)) return false;
  const cells = readers.flatMap((row) => columns.flatMap((column) => row.text(column) ?? []));
  const broken = cells.filter((cell) => cell.includes(numbers.decimal));
  const thousandth = new RegExp(`\\d\\${numbers.decimal}\\d{3}(?!\\d)`);
  return broken.length > 0 && broken.every((cell) => thousandth.test(cell));
}

/** Every way of writing that a profile allows, in its order. */
export function writingsOf(profile: CsvProfile): CsvWriting[] {
  return profile.dates.flatMap((date) => profile.numbers.map((numbers) => ({ date, numbers })));
}

/**
 * The way of writing that reads most rows; among equals the one that was asked for, or else the
 * profile's first. Warns when days and
 * months could be exchanged and nothing in the file tells.
 */
export function chooseWriting(
  layout: CsvLayout,
  log: WarningLog,
  monthFirst?: boolean,
): CsvWriting {
  const [only, ...more] = writingsOf(layout.profile);
  if (only !== undefined && more.length === 0) return only;
  const rated = writingsOf(layout.profile).map((writing) => ({
    writing,
    rows: readableRows(layout, writing),
  }));
  const most = Math.max(...rated.map(({ rows }) => rows));
  const best = bestNumbers(
    layout,
    rated.filter(({ rows }) => rows === most),
    log,
  );
  const asked = best.find(({ writing }) => monthFirst !== dayFirst(writing.date));
  if (monthFirst !== undefined && asked !== undefined) return asked.writing;
  const [first, ...others] = best;
  if (first === undefined) throw new Error('a profile names no way of writing');
  const { date } = first.writing;
  const rival = others.find(
    (one) => one.writing.date !== date && dayFirst(one.writing.date) !== dayFirst(date),
  );
  if (
    rival !== undefined &&
    most > 0 &&
    layout.rows.some((row) => differs(layout, row, first.writing, rival.writing))
  ) {
    const message = `days are read as ${date}, though ${rival.writing.date} would fit as well`;
    log.warn('date-order-ambiguous', message, layout.rows[0]?.line ?? null);
  }
  return first.writing;
}

/** Those whose numbers are the file's: they read its balances, and no thousands as decimals. */
function bestNumbers<One extends { readonly writing: CsvWriting }>(
  layout: CsvLayout,
  all: readonly One[],
  log: WarningLog,
): One[] {
  const unread = new Map(all.map((one) => [one, unreadBalances(layout, one.writing)]));
  const least = Math.min(...unread.values());
  const fit = all.filter((one) => unread.get(one) === least);
  const whole = fit.filter(({ writing }) => !inThousandths(layout, writing));
  if (whole.length === 0 || whole.length === fit.length) return fit;
  const sign = fit.find((one) => !whole.includes(one))?.writing.numbers.decimal ?? '';
  const message = `'${sign}' is read as a sign of thousands: three digits stand behind each`;
  log.warn('thousands-assumed', message, layout.rows[0]?.line ?? null);
  return whole;
}

function dayFirst(format: string): boolean {
  return format.startsWith('DD');
}

function differs(layout: CsvLayout, row: CsvRow, one: CsvWriting, other: CsvWriting): boolean {
  if (!readable(layout, row, one) || !readable(layout, row, other)) return false;
  const { bookingDate } = layout.profile;
  const dayBy = (writing: CsvWriting): string | null =>
    new CsvRowReader(layout, row, writing).date(bookingDate);
  return dayBy(one) !== dayBy(other);
}
