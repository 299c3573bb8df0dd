import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanCsv } from './csv-scan.js';
import type { CsvRow } from './csv-scan.js';

/** That parser counts a line end of two characters within a cell twice, and we do not. */
function comparable(rows: readonly CsvRow[] | null, text: string): unknown {
  return text.includes('\r') ? rows?.map(({ cells }) => cells) : rows;
}

/** The rows that the parser of all of CSV makes, or null when it refuses the text. */
function parsed(text: string): CsvRow[] | null {
  try {
    const records = parse(text, {
      delimiter: ',',
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records
      .map(({ record, info }) => {
        const within = record.join('').split('\n').length - 1;
        return { cells: record, line: Math.max(1, info.lines - within) };
      })
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  } catch {
    return null;
  }
}

const bare = fc.string({ unit: fc.constantFrom('a', '1', ' ', ';', 'é', '-'), maxLength: 5 });
const quoted = fc
  .string({ unit: fc.constantFrom('a', ' ', ',', '""', '\n', 'é'), maxLength: 5 })
  .map((text) => `"${text}"`);
const row = fc.array(fc.oneof(bare, quoted), { minLength: 1, maxLength: 4 });
const table = fc
  .tuple(
    fc.array(row, { maxLength: 6 }),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\ufeff'),
    fc.boolean(),
  )
  .map(([rows, lineEnd, mark, ended]) => {
    const text = rows.map((cells) => cells.join(',')).join('\n') + (ended ? '\n' : '');
    return mark + text.replaceAll('\n', lineEnd);
  });

describe('rows of a CSV text that is written by the book', () => {
  it('are those that a parser of all of CSV makes, on the same lines', () => {
    fc.assert(
      fc.property(table, (text) => {
        expect(comparable(scanCsv(text, ','), text)).toEqual(comparable(parsed(text), text));
      }),
      { numRuns: 1_000 },
    );
  });

  it('are never made of a text which that parser refuses or reads otherwise', () => {
    const unit = fc.constantFrom('a', ',', '"', '\n', '\r', '\r\n', ' ', '""', '\ufeff');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 20 }), (text) => {
        const rows = scanCsv(text, ',');
        if (rows === null) return;
        expect(comparable(rows, text)).toEqual(comparable(parsed(text), text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are numbered by the lines of the file', () => {
    const rows = scanCsv('a\r\n\r\n"b\r\nc",d\r\ne\r\n', ',');
    expect(rows?.map(({ line }) => line)).toEqual([1, 3, 5]);
  });

  it.each([
    ['a quotation mark within a cell', 'a"b,c\n'],
    ['text after a quotation', '"a"b,c\n'],
    ['a quotation without end', '"a,b\n'],
    ['two kinds of line ends', 'a,b\r\nc,d\n'],
    ['a very long row', `${'x'.repeat(60_000)}\n`],
  ])('are left to that parser when there is %s', (_, text) => {
    expect(scanCsv(text, ',')).toBeNull();
  });
});
