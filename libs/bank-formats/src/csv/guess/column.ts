import { currencyExponent } from '../../model/currency.js';
import { isIban } from '../../writing/account-number.js';
import { csvDateFormats, numberStyles, parseCsvDate, parseCsvNumber } from '../csv-cells.js';
import type { CsvRow } from '../csv-scan.js';
import type { CsvColumn, CsvDateFormat } from '../profiles/csv-profile.js';
import { plainHeader } from './vocabulary.js';

/** So many cells tell what a column holds. */
const cellsLooked = 60;

/** A column of a table by its header and by what stands in it. */
export interface Column {
  readonly at: number;
  /** As written. */
  readonly header: string;
  readonly plain: string;
  /** How a profile names it: by its header where no other column has that, else by its place. */
  readonly ref: CsvColumn;
  /** Cells without blanks around, '' for an empty one. */
  readonly cells: readonly string[];
  readonly filled: readonly string[];
  /** Formats in which most cells are days. */
  readonly dates: readonly CsvDateFormat[];
  readonly isNumber: boolean;
  readonly isCurrency: boolean;
  readonly isIban: boolean;
}

function most(cells: readonly string[], holds: (cell: string) => boolean): boolean {
  return cells.length > 0 && cells.filter(holds).length > cells.length / 2;
}

/** Whether a cell can be an amount: a number that is neither a day nor an account's. */
export function isNumberCell(cell: string): boolean {
  if (cell.length > 30 || !/\d/.test(cell) || /^\d{9,}$/.test(cell)) return false;
  return numberStyles.some((style) => parseCsvNumber(cell, style) !== null);
}

/** An IBAN, be it with the BIC behind it. */
function isIbanCell(cell: string): boolean {
  const [number = '', bic = ''] = cell.toUpperCase().split(/ (?=[A-Z]{6}[A-Z0-9]{2,5}$)/);
  return (
    isIban(number.replaceAll(' ', '')) && (bic === '' || bic.length === 8 || bic.length === 11)
  );
}

/** Formats in which a cell is a day. */
export function dayFormats(cell: string): CsvDateFormat[] {
  if (cell.length > 40 || !/\d/.test(cell)) return [];
  return csvDateFormats.filter((format) => parseCsvDate(cell, format) !== null);
}

function datesOf(cells: readonly string[]): CsvDateFormat[] {
  const counts = new Map<CsvDateFormat, number>();
  for (const cell of cells) {
    for (const format of dayFormats(cell)) counts.set(format, (counts.get(format) ?? 0) + 1);
  }
  const fits = (format: CsvDateFormat): boolean => (counts.get(format) ?? 0) > cells.length / 2;
  return csvDateFormats.filter(fits);
}

function columnOf(headers: readonly string[], at: number, rows: readonly CsvRow[]): Column {
  const cells = rows.map((row) => row.cells[at]?.trim() ?? '');
  const filled = cells.filter((cell) => cell !== '');
  const looked = filled.slice(0, cellsLooked);
  const header = headers[at]?.trim() ?? '';
  const plain = plainHeader(header);
  const alone = headers.filter((other) => plainHeader(other) === plain).length === 1;
  return {
    at,
    header,
    plain,
    ref: header !== '' && alone ? header : at,
    cells,
    filled,
    dates: datesOf(looked),
    isNumber: most(looked, isNumberCell),
    isCurrency: most(looked, (cell) => currencyExponent(cell.toUpperCase()) !== null),
    isIban: most(looked, isIbanCell),
  };
}

/** The columns of a table; rows may have more cells than there are headers. */
export function columnsOf(headers: readonly string[], rows: readonly CsvRow[]): Column[] {
  const width = rows.reduce((sum, { cells }) => Math.max(sum, cells.length), headers.length);
  return Array.from({ length: Math.min(width, 200) }, (_, at) => columnOf(headers, at, rows));
}

/** Whether all rows have the same text in a column. */
export function isConstant({ cells, filled }: Column): boolean {
  return filled.length === cells.length && new Set(filled).size === 1;
}
