import type { CsvColumn, CsvProfile } from './csv-profile.js';
import type { CsvRow } from './csv-table.js';

/** A profile's columns found in a file. */
export interface CsvLayout {
  readonly profile: CsvProfile;
  /** Place of each column's name; empty for a file without header. */
  readonly headers: readonly string[];
  /** Values of the preamble by their label in small letters. */
  readonly preamble: ReadonlyMap<string, string>;
  /** The rows after the header. */
  readonly rows: readonly CsvRow[];
}

/** A header is looked for in this many rows. */
const preambleMaxRows = 40;

function plain(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

/** Place of a column among the headers, or -1. */
export function columnAt(headers: readonly string[], column: CsvColumn): number {
  if (typeof column === 'number') return column;
  const names = typeof column === 'string' ? [column] : column;
  for (const name of names) {
    const at = headers.findIndex((header) => plain(header) === plain(name));
    if (at !== -1) return at;
  }
  return -1;
}

function preambleOf(rows: readonly CsvRow[]): ReadonlyMap<string, string> {
  return new Map(
    rows.flatMap(({ cells }): [string, string][] => {
      const [label = '', value = ''] = cells;
      return value.trim() === '' ? [] : [[plain(label), value.trim()]];
    }),
  );
}

function fitsShapes(row: CsvRow, shapes: Readonly<Record<number, string>>): boolean {
  return Object.entries(shapes).every(([at, shape]) =>
    new RegExp(shape).test(row.cells[Number(at)]?.trim() ?? ''),
  );
}

/** The profile laid over the rows of a file, or null when the file is not of that layout. */
export function layOver(profile: CsvProfile, rows: readonly CsvRow[]): CsvLayout | null {
  const { header } = profile;
  if (header.kind === 'none') {
    const [least, most] = header.columns;
    const first = rows[0];
    if (first === undefined || !fitsShapes(first, header.shapes)) return null;
    if (first.cells.length < least || first.cells.length > most) return null;
    return { profile, headers: [], preamble: new Map(), rows };
  }
  const at = rows
    .slice(0, preambleMaxRows)
    .findIndex(({ cells }) => header.required.every((column) => columnAt(cells, column) !== -1));
  if (at === -1) return null;
  const headers = rows[at]?.cells ?? [];
  return { profile, headers, preamble: preambleOf(rows.slice(0, at)), rows: rows.slice(at + 1) };
}
