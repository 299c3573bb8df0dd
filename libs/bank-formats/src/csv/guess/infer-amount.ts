import { currencyExponent } from '../../model/currency.js';
import type { CsvAmount, CsvCurrency } from '../profiles/csv-profile.js';
import type { Column } from './column.js';
import { cardPaid, creditCells, debitCells, plainHeader, words } from './vocabulary.js';

function isNegative(cell: string): boolean {
  return /^\s*[-\u2212(]|-\s*$/.test(cell);
}

function isZero(cell: string): boolean {
  return !/[1-9]/.test(cell);
}

/** Whether every filled cell is a word for credit or debit. */
export function saysSign({ filled }: Column): boolean {
  return filled.every((cell) => {
    const word = cell.toLowerCase();
    return creditCells.has(word) || debitCells.has(word);
  });
}

/** A column whose every cell is a word for credit or debit. */
function indicatorOf(columns: readonly Column[]): Column | undefined {
  const candidates = columns.filter(
    (one) => one.filled.length > one.cells.length / 2 && saysSign(one),
  );
  return (
    candidates.find(({ filled }) => new Set(filled).size > 1) ??
    candidates.find(({ plain }) =>
      [words.credit, words.debit, words.sign].some((of) => of.test(plain)),
    )
  );
}

/** A column that says which way the money went, in words of which no reader may guess the sense. */
function saysStrangely(column: Column): boolean {
  const { plain, filled, cells, isNumber, dates } = column;
  if (isNumber || dates.length > 0 || filled.length <= cells.length / 2) return false;
  return words.sign.test(plain) && new Set(filled).size <= 4 && !saysSign(column);
}

/** Whether all that has a minus is told as a payment to the card, which accounts never say. */
function isThankedFor(amount: Column, columns: readonly Column[]): boolean {
  const paid = amount.cells.flatMap((cell, at) => (isNegative(cell) ? [at] : []));
  const says = (at: number): boolean =>
    columns.some(({ cells }) => cardPaid.test(plainHeader(cells[at] ?? '')));
  return paid.length > 0 && paid.every(says);
}

/**
 * What a card statement lists is owed: most rows are purchases without a minus, and payments have
 * one. A file that lists them the other way round, as accounts do, has most rows negative.
 */
function isOwed(amount: Column, columns: readonly Column[]): boolean {
  const isCards = columns.some(({ plain }) => words.card.test(plain));
  if (!isCards && !isThankedFor(amount, columns)) return false;
  if (columns.some((one) => one.isNumber && words.balance.test(one.plain))) return false;
  const moved = amount.filled.filter((cell) => !isZero(cell));
  return moved.filter((cell) => !isNegative(cell)).length > moved.length / 2;
}

function amountColumn(columns: readonly Column[]): Column | undefined {
  const numbers = columns.filter(
    ({ isNumber, dates, plain }) => isNumber && dates.length === 0 && !words.notAmount.test(plain),
  );
  return (
    numbers.find(({ plain }) => words.amount.test(plain)) ??
    numbers.find(({ plain }) => words.amountWithin.test(plain) && !sideOf(plain))
  );
}

function sideOf(plain: string): boolean {
  return words.credit.test(plain) || words.debit.test(plain) || words.creditOther.test(plain);
}

function twoColumns(columns: readonly Column[]): CsvAmount | null {
  const may = columns.filter(
    ({ isNumber, filled, plain }) =>
      (isNumber || filled.length === 0) && !words.balance.test(plain),
  );
  const credit = may.find(({ plain }) => words.credit.test(plain) || /^credito\b/.test(plain));
  const debit = may.find(({ plain }) => words.debit.test(plain) || /^debito\b/.test(plain));
  if (credit === undefined || debit === undefined || credit === debit) return null;
  const negative = ({ filled }: Column): boolean =>
    filled.some((cell) => isNegative(cell)) &&
    filled.every((cell) => isNegative(cell) || isZero(cell));
  return {
    kind: 'two-columns',
    credit: credit.ref,
    debit: debit.ref,
    debitWritten: negative(debit) ? 'negative' : 'positive',
    ...(negative(credit) ? { creditWritten: 'negative' as const } : {}),
  };
}

/** Where the amount stands and what gives its sign; null when nothing in the table is one. */
export function inferAmount(columns: readonly Column[]): CsvAmount | null {
  const amount = amountColumn(columns);
  const two = twoColumns(columns);
  if (amount === undefined) return two;
  const signed = amount.filled.some((cell) => isNegative(cell));
  // Some banks leave the amount to the two columns, or write it there without its sign as well.
  const empty = amount.filled.length < amount.cells.length / 2;
  if (two !== null && (empty || !signed)) return two;
  const indicator = signed ? undefined : indicatorOf(columns);
  if (!signed && indicator === undefined && columns.some(saysStrangely)) return null;
  if (indicator !== undefined) {
    const found = new Set([...indicator.filled].map((cell) => cell.toLowerCase()));
    const both = [...creditCells, ...debitCells, ...found];
    return {
      kind: 'indicator',
      column: amount.ref,
      indicator: indicator.ref,
      credit: both.filter((word) => creditCells.has(word)),
      debit: both.filter((word) => debitCells.has(word)),
    };
  }
  const owed = isOwed(amount, columns);
  return { kind: 'signed', column: amount.ref, ...(owed ? { owed: true } : {}) };
}

const symbols: readonly (readonly [RegExp, string])[] = [
  [/€|\beuros?\b/i, 'EUR'],
  [/£/, 'GBP'],
  [/\bCAD\$/, 'CAD'],
];

function symbolIn(text: string): string | null {
  return symbols.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** Where the currency is said: a column, a header, a sign beside the amounts, or the preamble. */
export function inferCurrency(
  columns: readonly Column[],
  preamble: readonly string[],
): CsvCurrency {
  const codes = columns.filter((one) => one.isCurrency && one.dates.length === 0);
  const own = codes.filter(({ plain }) => !words.foreign.test(plain));
  const column = own.find(({ plain }) => words.currency.test(plain)) ?? own[0];
  if (column !== undefined) return { kind: 'column', column: column.ref };
  const pattern = '\\b([A-Z]{3})\\)?$';
  const named = columns.some(({ header }) => {
    const code = new RegExp(pattern).exec(header)?.[1];
    return code !== undefined && currencyExponent(code) !== null;
  });
  if (named) return { kind: 'header', pattern };
  const numbers = columns.filter(({ isNumber }) => isNumber);
  const beside = numbers.flatMap(({ header, filled }) => [header, ...filled.slice(0, 5)]);
  const stated = preamble.find((cell) => currencyExponent(cell) !== null);
  const sign = beside.map((text) => symbolIn(text)).find((code) => code !== null) ?? stated;
  return sign === undefined ? { kind: 'header', pattern } : { kind: 'fixed', code: sign };
}
