import { addDecimals, sameDecimal } from '../../model/amount.js';
import type { Decimal } from '../../model/amount.js';
import { numberStyles, parseCsvNumber } from '../csv-cells.js';
import type { CsvRow } from '../csv-scan.js';
import type { CsvProfile } from '../profiles/csv-profile.js';
import { columnsOf, isConstant } from './column.js';
import type { Column } from './column.js';

const dayShape = '^\\d{1,4}[-./]?\\d{1,2}[-./]?\\d{1,4}';
const amountShape = "^[-+\u2212]?\\s?[\\d.,'\u2019 ]*\\d\\s?-?$";

function numbersOf(column: Column): (Decimal | null)[] {
  const reads = numberStyles.map((style) =>
    column.cells.map((cell) => (cell === '' ? null : parseCsvNumber(cell, style))),
  );
  const read = (numbers: readonly (Decimal | null)[]): number =>
    numbers.filter((number) => number !== null).length;
  return reads.reduce((best, numbers) => (read(numbers) > read(best) ? numbers : best));
}

/** Whether one column is the balance after (or, read upwards, before) the amounts of another. */
function balances(
  amounts: readonly (Decimal | null)[],
  totals: readonly (Decimal | null)[],
): boolean {
  const follows = (before: number, after: number): boolean => {
    const [was, is, moved] = [totals[before], totals[after], amounts[after]];
    if (was == null || is == null || moved == null) return false;
    return sameDecimal(addDecimals(was, moved), is);
  };
  const steps = totals.slice(1).map((_, at) => at);
  return (
    steps.length > 0 &&
    (steps.every((at) => follows(at, at + 1)) || steps.every((at) => follows(at + 1, at)))
  );
}

interface Money {
  readonly amount: Column;
  readonly balance?: Column;
}

function moneyOf(columns: readonly Column[]): Money | null {
  const money = columns.filter(
    ({ filled, cells, isNumber, dates }) =>
      isNumber &&
      dates.length === 0 &&
      filled.length === cells.length &&
      filled.some((cell) => /[.,]\d{2}-?$/.test(cell)),
  );
  const numbers = new Map(money.map((column) => [column, numbersOf(column)]));
  for (const amount of money) {
    for (const balance of money) {
      if (amount === balance) continue;
      const [moved, total] = [numbers.get(amount) ?? [], numbers.get(balance) ?? []];
      if (balances(moved, total)) return { amount, balance };
    }
  }
  const signed = money.filter(({ filled }) => filled.some((cell) => /^[-\u2212]|-$/.test(cell)));
  const amount = signed.length === 1 ? signed[0] : money.length === 1 ? money[0] : undefined;
  return amount === undefined ? null : { amount };
}

function textsOf(columns: readonly Column[], not: readonly (Column | undefined)[]): Column[] {
  return columns.filter(
    (column) =>
      !not.includes(column) &&
      column.dates.length === 0 &&
      !column.isIban &&
      !column.isCurrency &&
      column.filled.some((cell) => /\p{L}/u.test(cell)),
  );
}

/**
 * A profile for a table without header, as Austrian banks export it: the days, the one amount, the
 * currency and the own account are told by what stands in the columns. Null unless all rows have a
 * day, a text and an amount that can be told from a balance.
 */
export function headerlessProfile(rows: readonly CsvRow[], delimiter: string): CsvProfile | null {
  const columns = columnsOf([], rows);
  const days = columns.filter((one) => one.dates.length > 0 && !one.isIban);
  const [bookingDate, valueDate] = days.filter((one) => one.filled.length === one.cells.length);
  const money = moneyOf(columns);
  if (bookingDate === undefined || money === null) return null;
  const { amount, balance } = money;
  const ibans = columns.filter(({ isIban }) => isIban);
  const own = ibans.find((one) => isConstant(one) && one.at < amount.at);
  const other = ibans.find((one) => one !== own);
  const currency = columns.find((one) => one.isCurrency);
  const texts = textsOf(columns, [bookingDate, valueDate, amount, balance]);
  if (texts.length === 0) return null;
  return {
    name: 'inferred',
    title: 'inferred from the rows',
    delimiters: [delimiter],
    quote: '"',
    encoding: 'utf-8',
    header: {
      kind: 'none',
      columns: [3, 200],
      shapes: { [bookingDate.at]: dayShape, [amount.at]: amountShape },
    },
    dates: bookingDate.dates,
    numbers: numberStyles,
    bookingDate: bookingDate.at,
    ...(valueDate === undefined ? {} : { valueDate: valueDate.at }),
    amount: { kind: 'signed', column: amount.at },
    currency:
      currency === undefined
        ? { kind: 'header', pattern: '\\b([A-Z]{3})$' }
        : { kind: 'column', column: currency.at },
    ...(balance === undefined ? {} : { balance: balance.at }),
    ...(own === undefined ? {} : { account: { iban: own.at } }),
    ...(other === undefined ? {} : { counterparty: { account: other.at } }),
    remittance: texts.map(({ at }) => at),
  };
}
