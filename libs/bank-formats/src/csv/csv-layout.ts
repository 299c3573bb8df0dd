import { currencyExponent } from '../model/currency.js';
import { isIban } from '../writing/account-number.js';
import type { CsvColumn, CsvProfile } from './profiles/csv-profile.js';
import type { CsvRow } from './csv-scan.js';

/** A profile's columns found in a file. */
export interface CsvLayout {
  readonly profile: CsvProfile;
  /** Place of each column's name; empty for a file without header. */
  readonly headers: readonly string[];
  /** Values of the preamble by their label in small letters. */
  readonly preamble: ReadonlyMap<string, string>;
  /** The one IBAN among the rows before the header, where the profile names no account. */
  readonly ownIban: string | undefined;
  /** The rows after the header. */
  readonly rows: readonly CsvRow[];
  /** Where the profile's columns stand. */
  readonly places: CsvPlaces;
  /** The currency that the profile or the header gives for the whole file. */
  readonly currency: string | null;
}

/** Places of columns among the headers, each looked for once and not once a row. */
export class CsvPlaces {
  readonly #headers: readonly string[];
  readonly #known = new Map<CsvColumn, readonly number[]>();

  constructor(headers: readonly string[]) {
    this.#headers = headers;
  }

  /** The places at which a column may stand, by the order of its names. */
  of(column: CsvColumn): readonly number[] {
    const known = this.#known.get(column);
    if (known !== undefined) return known;
    const names = typeof column === 'object' ? column : [column];
    const places = names
      .map((name) => columnAt(this.#headers, name))
      .filter((place) => place !== -1);
    this.#known.set(column, places);
    return places;
  }
}

/** A header is looked for in this many rows. */
const preambleMaxRows = 40;

function plain(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

/** The names of a row in their plain form: many profiles ask for them of the same row. */
const plainNames = new WeakMap<readonly string[], readonly string[]>();

function plainNamesOf(headers: readonly string[]): readonly string[] {
  const known = plainNames.get(headers);
  if (known !== undefined) return known;
  const names = headers.map(plain);
  plainNames.set(headers, names);
  return names;
}

/** Place of a column among the headers, or -1. */
export function columnAt(headers: readonly string[], column: CsvColumn): number {
  if (typeof column === 'number') return column;
  const names = typeof column === 'string' ? [column] : column;
  for (const name of names) {
    const at = plainNamesOf(headers).indexOf(plain(name));
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
    return laid(profile, [], [], rows);
  }
  const at = rows
    .slice(0, preambleMaxRows)
    .findIndex(({ cells }) => header.required.every((column) => columnAt(cells, column) !== -1));
  if (at === -1) return null;
  const headers = rows[at]?.cells ?? [];
  return laid(profile, headers, rows.slice(0, at), rows.slice(at + 1));
}

function laid(
  profile: CsvProfile,
  headers: readonly string[],
  before: readonly CsvRow[],
  rows: readonly CsvRow[],
): CsvLayout {
  const places = new CsvPlaces(headers);
  const preamble = preambleOf(before);
  const currency = currencyOf(profile, headers);
  const ownIban = profile.account === undefined ? ibanAmong(before) : undefined;
  return { profile, headers, preamble, ownIban, rows, places, currency };
}

const ibanForm = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/g;

function ibanAmong(rows: readonly CsvRow[]): string | undefined {
  const found = rows.flatMap(({ cells }) =>
    cells.flatMap((cell) => cell.match(ibanForm)?.map((one) => one.replaceAll(' ', '')) ?? []),
  );
  const ibans = new Set(found.filter((one) => isIban(one)));
  return ibans.size === 1 ? Array.from(ibans)[0] : undefined;
}

function currencyOf({ currency }: CsvProfile, headers: readonly string[]): string | null {
  if (currency.kind === 'fixed') return currency.code;
  if (currency.kind === 'column') return null;
  const pattern = new RegExp(currency.pattern);
  for (const header of headers) {
    const found = pattern.exec(header.trim())?.[1];
    if (found !== undefined && currencyExponent(found) !== null) return found;
  }
  return null;
}
