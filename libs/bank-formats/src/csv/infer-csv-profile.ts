import { csvDateFormats, parseCsvDate } from './csv-cells.js';
import { layOver } from './csv-layout.js';
import type {
  CsvAmount,
  CsvColumn,
  CsvDateFormat,
  CsvNumbers,
  CsvProfile,
} from './profiles/csv-profile.js';
import type { CsvRow } from './csv-scan.js';
import { readableRows, writingsOf } from './csv-writing.js';
import type { CsvGuess } from './csv-guess.js';

/** A header that begins with one of these words. */
function begins(...words: readonly string[]): RegExp {
  return new RegExp(`^(?:${words.join('|')})(?![\\p{L}])`, 'iu');
}

/** Words that headers have in the languages of our banks, by what they mean. */
const vocabulary = {
  bookingDate: begins(
    '(booking|transaction|posting|posted|entry|completed|buchungs?)?[ _-]?(date|datum|tag|dato)',
    'date',
    'buchung$',
    'boekdatum',
    'data',
    'fecha',
  ),
  valueDate: begins('(value|effective|valuta|valeur|rente|wertstellungs?)[ _-]?(date|datum)?$'),
  amount: begins(
    '(net |transaction )?amount',
    ...'betrag bedrag montant import[eo] belopp beløb kwota sum umsatz'.split(' '),
  ),
  credit: begins(...'credits? deposit haben bij gutschrift inflow paid.in money.in'.split(' ')),
  debit: begins(...'debits? withdrawal soll af lastschrift outflow paid.out money.out'.split(' ')),
  balance: /balance|saldo|solde|kontostand/i,
  currency: begins('(currency|währung|waehrung|valuta|devise|munt|ccy)( code)?$'),
  name: begins(
    ...'payee payer name counter.?party merchant partner empfänger auftraggeber'.split(' '),
    ...'begünstigter beguenstigter tegenpartij naam'.split(' '),
  ),
  account: /iban|account number|kontonummer|tegenrekening/i,
  text: new RegExp(
    'description|details|memo|reference|narrative|particulars|text|concept|libell' +
      '|verwendungszweck|omschrijving',
    'i',
  ),
} as const;

const numberStyles: readonly CsvNumbers[] = [
  { decimal: '.', grouping: ',' },
  { decimal: ',', grouping: '.' },
  { decimal: '.', grouping: "' " },
  { decimal: ',', grouping: ' ' },
];

type Meaning = keyof typeof vocabulary;

function find(headers: readonly string[], meaning: Meaning): string | undefined {
  return headers.find((header) => vocabulary[meaning].test(header.trim()))?.trim();
}

function looksLikeHeader(row: CsvRow): boolean {
  const names = row.cells.map((cell) => cell.trim());
  const filled = names.filter((name) => name !== '');
  if (filled.length < 3 || filled.some((name) => /^[-+]?[\d.,]+$/.test(name))) return false;
  return find(names, 'bookingDate') !== undefined || find(names, 'valueDate') !== undefined;
}

/** Formats in which every day of the column can be read, the most likely first. */
function datesOf(rows: readonly CsvRow[], at: number): CsvDateFormat[] {
  const cells = rows.flatMap(({ cells }) => cells[at]?.trim() ?? []).filter((cell) => cell !== '');
  if (cells.length === 0) return [];
  return csvDateFormats.filter(
    (format) =>
      cells.filter((cell) => parseCsvDate(cell, format) !== null).length > cells.length / 2,
  );
}

function amountOf(headers: readonly string[], rows: readonly CsvRow[]): CsvAmount | null {
  const amount = find(headers, 'amount');
  if (amount !== undefined) return { kind: 'signed', column: amount };
  const [credit, debit] = [find(headers, 'credit'), find(headers, 'debit')];
  if (credit === undefined || debit === undefined) return null;
  const at = headers.indexOf(debit);
  const signed = rows.some(({ cells }) => /^\s*[-\u2212(]/.test(cells[at] ?? ''));
  return { kind: 'two-columns', credit, debit, debitWritten: signed ? 'negative' : 'positive' };
}

function currencyOf(headers: readonly string[]): CsvProfile['currency'] {
  const column = find(headers, 'currency');
  if (column !== undefined) return { kind: 'column', column };
  return { kind: 'header', pattern: '\\b([A-Z]{3})\\)?$' };
}

function column(name: string | undefined): CsvColumn[] {
  return name === undefined ? [] : [name];
}

function profileOf(
  headers: readonly string[],
  rows: readonly CsvRow[],
  delimiter: string,
): CsvProfile | null {
  const names = headers.map((header) => header.trim());
  const bookingDate = find(names, 'bookingDate') ?? find(names, 'valueDate');
  const amount = amountOf(names, rows);
  if (bookingDate === undefined || amount === null) return null;
  const dates = datesOf(rows, names.indexOf(bookingDate));
  if (dates.length === 0) return null;
  const amounts = amount.kind === 'two-columns' ? [amount.credit, amount.debit] : [amount.column];
  const [valueDate, balance] = [find(names, 'valueDate'), find(names, 'balance')];
  const [name, account] = [find(names, 'name'), find(names, 'account')];
  return {
    name: 'inferred',
    title: 'inferred from the file',
    delimiters: [delimiter],
    quote: '"',
    encoding: 'utf-8',
    header: { kind: 'names', required: [bookingDate, ...amounts] },
    dates,
    numbers: numberStyles,
    bookingDate,
    ...(valueDate === undefined || valueDate === bookingDate ? {} : { valueDate }),
    amount,
    currency: currencyOf(names),
    ...(balance === undefined ? {} : { balance }),
    counterparty: {
      ...(name === undefined ? {} : { name }),
      ...(account === undefined ? {} : { account }),
    },
    remittance: column(find(names, 'text')),
  };
}

/**
 * A profile made of what the headers' words and the cells' forms say, for a bank that none is
 * shipped for. Its confidence stays at 0.6 at most.
 *
 * @param rowsBy the rows of the file's beginning, parsed with a delimiter.
 */
export function inferCsvProfile(rowsBy: (delimiter: string) => readonly CsvRow[]): CsvGuess | null {
  let best: CsvGuess | null = null;
  for (const delimiter of [',', ';', '\t', '|']) {
    const rows = rowsBy(delimiter);
    const at = rows.slice(0, 40).findIndex((row) => looksLikeHeader(row));
    const headers = rows[at]?.cells;
    if (headers === undefined) continue;
    const profile = profileOf(headers, rows.slice(at + 1), delimiter);
    const layout = profile === null ? null : layOver(profile, rows);
    if (profile === null || layout === null || layout.rows.length === 0) continue;
    const read = Math.max(...writingsOf(profile).map((writing) => readableRows(layout, writing)));
    const confidence = Math.round(60 * (read / layout.rows.length)) / 100;
    const reason =
      `no shipped profile fits; by the headers' words ${read} of ${layout.rows.length} rows ` +
      'have a day and an amount';
    if (read > 0 && confidence > (best?.confidence ?? 0)) best = { profile, confidence, reason };
  }
  return best;
}
