import { addDecimals, negate } from '../model/amount.js';
import type { Decimal } from '../model/amount.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { columnAt } from './csv-layout.js';
import { parseCsvDate, parseCsvNumber } from './csv-cells.js';
import type { CsvLayout } from './csv-layout.js';
import type { CsvColumn, CsvDateFormat, CsvNumbers } from './profiles/csv-profile.js';
import type { CsvRow } from './csv-scan.js';

/** How the days and numbers of one file are written, where its profile leaves a choice. */
export interface CsvWriting {
  readonly date: CsvDateFormat;
  readonly numbers: CsvNumbers;
}

/** Reads the cells of one row by the profile's columns. */
export class CsvRowReader {
  readonly row: CsvRow;
  readonly #layout: CsvLayout;
  readonly #writing: CsvWriting;

  constructor(layout: CsvLayout, row: CsvRow, writing: CsvWriting) {
    this.#layout = layout;
    this.row = row;
    this.#writing = writing;
  }

  /** The cell's text without blanks at its ends; of several columns the first that is filled. */
  text(column: CsvColumn | undefined): string | null {
    if (column === undefined) return null;
    for (const at of this.#layout.places.of(column)) {
      const text = this.row.cells[at]?.trim() ?? '';
      if (text !== '') return text;
    }
    return null;
  }

  /** The texts of several columns, empty ones left out. */
  texts(columns: readonly CsvColumn[] | undefined): string[] {
    const texts: string[] = [];
    for (const column of columns ?? []) {
      const text = this.text(column);
      if (text !== null) texts.push(text);
    }
    return texts;
  }

  /** A day, or null for an empty cell. Throws on a cell that is none. */
  date(column: CsvColumn | undefined): string | null {
    const text = this.text(column);
    if (text === null) return null;
    const date = parseCsvDate(text, this.#writing.date);
    return date ?? this.#unreadable(column, text, `a day (${this.#writing.date})`);
  }

  /** A number, or null for an empty cell. Throws on a cell that is none. */
  number(column: CsvColumn | undefined): Decimal | null {
    const text = this.text(column);
    if (text === null) return null;
    return (
      parseCsvNumber(text, this.#writing.numbers) ?? this.#unreadable(column, text, 'an amount')
    );
  }

  /** What the account gained by the row, before a fee beside it; null when no cell says. */
  amount(): Decimal | null {
    const { amount } = this.#layout.profile;
    if (amount.kind === 'signed') {
      const stated = this.number(amount.column);
      return stated !== null && amount.owed === true ? negate(stated) : stated;
    }
    if (amount.kind === 'two-columns') {
      const stated = this.number(amount.credit);
      const turned = stated !== null && amount.creditWritten === 'negative';
      const credit = turned ? negate(stated) : stated;
      const debit = this.number(amount.debit);
      if (debit === null) return credit;
      const positive = amount.debitWritten === 'any' && debit.unscaled > 0n;
      const lost = positive || amount.debitWritten === 'positive' ? negate(debit) : debit;
      return credit === null ? lost : addDecimals(credit, lost);
    }
    const number = this.number(amount.column);
    const word = this.text(amount.indicator)?.toLowerCase() ?? '';
    if (number === null) return null;
    if (amount.credit.some((credit) => credit.toLowerCase() === word)) return number;
    if (amount.debit.some((debit) => debit.toLowerCase() === word)) return negate(number);
    return this.#unreadable(amount.indicator, word, 'a word for debit or credit');
  }

  /** Whether a cell of the amount is filled, be it readable or not. */
  hasAmount(): boolean {
    const { amount } = this.#layout.profile;
    const columns = amount.kind === 'two-columns' ? [amount.credit, amount.debit] : [amount.column];
    return columns.some((column) => /\d/.test(this.text(column) ?? ''));
  }

  /** Filled cells that the profile gives no meaning to, by their header. */
  others(meant: ReadonlySet<number>): Record<string, string> {
    const others: Record<string, string> = {};
    this.row.cells.forEach((cell, at) => {
      if (meant.has(at) || cell.trim() === '') return;
      const header = this.#layout.headers[at]?.trim() ?? '';
      others[header === '' ? `column ${at + 1}` : header] = cell.trim();
    });
    return others;
  }

  #place(column: CsvColumn | undefined): number | null {
    if (column === undefined) return null;
    const places = this.#layout.places.of(column);
    return places.find((at) => (this.row.cells[at]?.trim() ?? '') !== '') ?? null;
  }

  #unreadable(column: CsvColumn | undefined, text: string, what: string): never {
    throw new BankFormatError('csv-cell-unreadable', `'${text.slice(0, 40)}' is not ${what}`, {
      line: this.row.line,
      column: (this.#place(column) ?? 0) + 1,
    });
  }
}

/** Places of all columns that a profile gives a meaning to, in a file with these headers. */
export function meantPlaces({ profile, headers }: CsvLayout): ReadonlySet<number> {
  const { amount, currency, account, counterparty, original, fee, status } = profile;
  const amounts =
    amount.kind === 'signed'
      ? [amount.column]
      : amount.kind === 'indicator'
        ? [amount.column, amount.indicator]
        : [amount.credit, amount.debit];
  const columns: readonly (CsvColumn | undefined)[] = [
    profile.bookingDate,
    profile.valueDate,
    ...amounts,
    currency.kind === 'column' ? currency.column : undefined,
    profile.balance,
    account?.iban,
    account?.other,
    ...[counterparty, counterparty?.payer, counterparty?.payee].flatMap((party) => [
      party?.name,
      party?.account,
      party?.bic,
    ]),
    ...(profile.remittance ?? []),
    profile.endToEndId,
    profile.bankReference,
    profile.mandateId,
    profile.creditorId,
    profile.type,
    ...(profile.information ?? []),
    original?.amount,
    original?.currency,
    original?.rate,
    fee?.column,
    ...(status?.columns ?? []),
  ];
  const singles = columns.flatMap((column): readonly (string | number)[] =>
    column === undefined ? [] : typeof column === 'object' ? column : [column],
  );
  return new Set(singles.map((column) => columnAt(headers, column)));
}

/** A row around the table, such as a sum or a remark: words stand where the day does. */
export function isRemark(reader: CsvRowReader, { profile }: CsvLayout): boolean {
  const days = [reader.text(profile.bookingDate), reader.text(profile.valueDate)];
  if (days.every((day) => day === null)) return !reader.hasAmount();
  if (days.every((day) => day === null || !/\d/.test(day))) return true;
  const [booking] = days;
  return booking != null && !/\d/.test(booking) && !reader.hasAmount();
}
