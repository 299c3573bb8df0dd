import { formatDecimal } from '../kernel/money.js';
import type { Money } from '../kernel/money.js';
import type { Report, ReportColumn } from './report.js';

type Row = Readonly<Record<string, unknown>>;

/** What a spreadsheet would calculate instead of show (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** Text that members wrote: shown, never calculated. */
function textCell(text: string): string {
  return quoted(formula.test(text) ? `'${text}` : text);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function cellsOf({ kind }: ReportColumn, value: unknown): string[] {
  if (kind === 'money') {
    if (value === null) return ['', ''];
    const { minor, currency } = value as Money;
    return [formatDecimal(minor, currency), currency];
  }
  if (value === null) return [''];
  if (kind === 'instant') return [(value as Date).toISOString()];
  return [kind === 'text' ? textCell(value as string) : `${value as number | bigint | boolean}`];
}

/** Amounts have their currency beside them: `debit,debitCurrency`. */
function headsOf(name: string, { kind }: ReportColumn): string[] {
  return kind === 'money' ? [name, `${name}Currency`] : [name];
}

/** The report as CSV (RFC 4180), line by line, with a line of names first. */
export async function* reportCsv(
  { columns }: Report,
  rows: AsyncIterable<Row>,
): AsyncGenerator<string> {
  const entries = Object.entries(columns);
  yield `${entries.flatMap(([name, column]) => headsOf(name, column)).join(',')}\r\n`;
  for await (const row of rows) {
    const cells = entries.flatMap(([name, column]) => cellsOf(column, row[name] ?? null));
    yield `${cells.join(',')}\r\n`;
  }
}
