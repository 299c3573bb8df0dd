import { CsvError, parse } from 'csv-parse/sync';
import { BankFormatError } from '../model/bank-format.errors.js';
import { scanCsv } from './csv-scan.js';
import type { CsvRow } from './csv-scan.js';

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const rowMaxChars = 100_000;

/**
 * The rows of a CSV text; blank rows are left out. Cells keep their blanks. Quotation marks within
 * cells that are not quoted are let be, as some banks write them.
 *
 * @param partial whether the text is the beginning of a file, so that its last row may be cut off.
 * @throws BankFormatError `truncated` for a quotation that does not end where a cell ends,
 * `too-large` for a row of more than 100,000 characters.
 */
export function parseCsvTable(text: string, delimiter: string, partial = false): CsvRow[] {
  const plain = scanCsv(text, delimiter);
  if (plain !== null) return partial ? plain.slice(0, -1) : plain;
  const rows: CsvRow[] = [];
  try {
    parseInto(rows, text, delimiter, false);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code === 'INVALID_OPENING_QUOTE') return parseLoosely(text, delimiter, partial);
    if (!partial) throw refusal(error, rows);
    return rows;
  }
  return partial ? rows.slice(0, -1) : rows;
}

/** Once quotation marks may stand anywhere, one over several lines may have swallowed rows. */
function parseLoosely(text: string, delimiter: string, partial: boolean): CsvRow[] {
  const rows: CsvRow[] = [];
  try {
    parseInto(rows, text, delimiter, true);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (!partial) throw refusal(error, rows);
  }
  const swallowing = rows.find(({ cells }) => cells.some((cell) => /"[^]*\n|\n[^]*"/.test(cell)));
  if (swallowing !== undefined) throw unfinished(swallowing.line);
  return partial ? rows.slice(0, -1) : rows;
}

function parseInto(rows: CsvRow[], text: string, delimiter: string, loosely: boolean): void {
  parse(text, {
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: loosely,
    skip_empty_lines: true,
    max_record_size: rowMaxChars,
    on_record: (parsed: unknown) => {
      const { record, info } = parsed as ParsedRecord;
      const within = record.reduce((lines, cell) => lines + (cell.match(/\n/g)?.length ?? 0), 0);
      if (record.some((cell) => cell.trim() !== '')) {
        rows.push({ cells: record, line: Math.max(1, info.lines - within) });
      }
      return null;
    },
  });
}

function refusal(error: CsvError, rows: readonly CsvRow[]): BankFormatError {
  const line = (rows.at(-1)?.line ?? 0) + 1;
  if (error.code !== 'CSV_MAX_RECORD_SIZE') return unfinished(line);
  return new BankFormatError('too-large', `a row of more than ${rowMaxChars} characters`, { line });
}

function unfinished(line: number): BankFormatError {
  return new BankFormatError('truncated', 'a quotation does not end where its cell does', { line });
}
