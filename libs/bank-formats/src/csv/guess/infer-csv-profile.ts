import { numberStyles } from '../csv-cells.js';
import { layOver } from '../csv-layout.js';
import type { CsvLayout } from '../csv-layout.js';
import { CsvRowReader, isRemark } from '../csv-row.js';
import type { CsvDateFormat, CsvProfile } from '../profiles/csv-profile.js';
import type { CsvRow } from '../csv-scan.js';
import { readableRows, writingsOf } from '../csv-writing.js';
import type { CsvGuess } from './csv-guess.js';
import { columnsOf, dayFormats, isNumberCell } from './column.js';
import type { Column } from './column.js';
import { inferAmount, inferCurrency } from './infer-amount.js';
import { headerlessProfile } from './infer-headerless.js';
import { inferParties } from './infer-parties.js';
import { inferStatus, inferTexts } from './infer-texts.js';
import { words } from './vocabulary.js';

/** A header is looked for in so many rows, and below it in so many for days and amounts. */
const headerRows = 40;
const rowsBelow = 6;

/** A row of names above rows with a day and an amount, in whatever language. */
function isHeader(rows: readonly CsvRow[], at: number): boolean {
  const names = rows[at]?.cells.map((cell) => cell.trim()).filter((cell) => cell !== '') ?? [];
  if (names.length < 3) return false;
  if (names.some((name) => isNumberCell(name) || dayFormats(name).length > 0)) return false;
  return rows.slice(at + 1, at + 1 + rowsBelow).some(({ cells }) => {
    const texts = cells.map((cell) => cell.trim());
    return (
      texts.some((cell) => dayFormats(cell).length > 0) &&
      texts.some((cell) => isNumberCell(cell) && dayFormats(cell).length === 0)
    );
  });
}

interface Days {
  readonly booking: Column;
  readonly value: Column | undefined;
}

function daysOf(columns: readonly Column[]): Days | null {
  const days = columns.filter(({ dates, isCurrency }) => dates.length > 0 && !isCurrency);
  const value = days.find(({ plain }) => words.value.test(plain));
  const other = days.filter((column) => column !== value);
  const booking =
    other.find(({ plain }) => words.booking.test(plain)) ??
    other.find(({ plain }) => words.date.test(plain)) ??
    other[0] ??
    value;
  return booking === undefined ? null : { booking, value: value === booking ? undefined : value };
}

/** The formats of the first column of days that also read the second. */
function datesOf({ booking, value }: Days): readonly CsvDateFormat[] {
  const both = booking.dates.filter((format) => value?.dates.includes(format) ?? true);
  return both.length > 0 ? both : booking.dates;
}

function profileOf(
  headers: readonly string[],
  before: readonly CsvRow[],
  rows: readonly CsvRow[],
  delimiter: string,
): CsvProfile | null {
  const columns = columnsOf(headers, rows);
  const days = daysOf(columns);
  const amount = inferAmount(columns);
  if (days === null || amount === null) return null;
  const amounts = amount.kind === 'two-columns' ? [amount.credit, amount.debit] : [amount.column];
  const balance = columns.find(
    (one) => one.isNumber && words.balance.test(one.plain) && !amounts.includes(one.ref),
  );
  const preamble = before.flatMap(({ cells }) => cells.map((cell) => cell.trim()));
  const money = columns.filter(({ ref }) => amounts.includes(ref));
  const { account, counterparty, used } = inferParties(columns, money);
  const fee = feeOf(columns);
  const status = inferStatus(columns.filter((column) => !used.has(column)));
  // Of two columns of one name the profile knows the place, which a header cannot ask for.
  const required = [days.booking.ref, ...amounts].filter((ref) => typeof ref === 'string');
  return {
    name: 'inferred',
    title: 'inferred from the file',
    delimiters: [delimiter],
    quote: '"',
    encoding: 'utf-8',
    header: { kind: 'names', required: required.length > 0 ? required : headers.slice(0, 1) },
    dates: datesOf(days),
    numbers: numberStyles,
    bookingDate: days.booking.ref,
    ...(days.value === undefined ? {} : { valueDate: days.value.ref }),
    amount,
    currency: inferCurrency(columns, preamble),
    ...(balance === undefined ? {} : { balance: balance.ref }),
    ...(account === undefined ? {} : { account }),
    counterparty,
    ...inferTexts(columns, used),
    ...(fee === undefined ? {} : { fee }),
    ...(status === undefined ? {} : { status }),
  };
}

/** What came back is rare: no row of the beginning may have a fee, and one of the rest does. */
function feeOf(columns: readonly Column[]): CsvProfile['fee'] {
  const found = columns.find(
    ({ plain, filled, isNumber }) =>
      words.returnFee.test(plain) && (isNumber || filled.length === 0),
  );
  return found === undefined ? undefined : { column: found.ref, taken: 'within', cost: 'positive' };
}

function rated(profile: CsvProfile | null, rows: readonly CsvRow[]): CsvGuess | null {
  const layout = profile === null ? null : layOver(profile, rows);
  if (profile === null || layout === null || layout.rows.length === 0) return null;
  const all = layout.rows.length - footRows(layout);
  const read = Math.max(...writingsOf(profile).map((writing) => readableRows(layout, writing)));
  const by = profile.header.kind === 'none' ? 'forms' : "headers' words";
  const found = `${read} of ${all} rows have a day and an amount`;
  const reason = `no shipped profile fits; by the ${by} ${found}`;
  return read === 0 ? null : { profile, confidence: Math.round(60 * (read / all)) / 100, reason };
}

/** Rows below the table that hold a sum or a remark in a few of its columns. */
function footRows(layout: CsvLayout): number {
  const [writing] = writingsOf(layout.profile);
  if (writing === undefined) return 0;
  const isFoot = (row: CsvRow): boolean =>
    row.cells.filter((cell) => cell.trim() !== '').length < layout.headers.length / 2 &&
    isRemark(new CsvRowReader(layout, row, writing), layout);
  return layout.rows.length - 1 - layout.rows.findLastIndex((row) => !isFoot(row));
}

const delimiters = [',', ';', '\t', '|'];

/**
 * A profile made of what the headers' words and the cells' forms say, for a bank that none is
 * shipped for. Its confidence stays at 0.6 at most.
 *
 * @param rowsBy the rows of the file's beginning, parsed with a delimiter.
 */
export function inferCsvProfile(rowsBy: (delimiter: string) => readonly CsvRow[]): CsvGuess | null {
  let best: CsvGuess | null = null;
  let headed = false;
  for (const delimiter of delimiters) {
    const rows = rowsBy(delimiter);
    const at = rows.slice(0, headerRows).findIndex((_, row) => isHeader(rows, row));
    const headers = rows[at]?.cells;
    if (headers === undefined) continue;
    headed = true;
    const profile = profileOf(headers, rows.slice(0, at), rows.slice(at + 1), delimiter);
    const guess = rated(profile, rows);
    if ((guess?.confidence ?? 0) > (best?.confidence ?? 0)) best = guess;
  }
  if (best !== null || headed) return best;
  for (const delimiter of delimiters) {
    const rows = rowsBy(delimiter);
    const guess = rated(headerlessProfile(rows, delimiter), rows);
    if ((guess?.confidence ?? 0) > (best?.confidence ?? 0)) best = guess;
  }
  return best;
}
