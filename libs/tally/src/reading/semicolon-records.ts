import { TallyError } from '../model/errors.js';
import { LONGEST_LINE } from './line-splitter.js';

/** One record of a file of fields separated by semicolons. */
export class SemicolonRecord {
  readonly #fields: readonly string[];
  readonly #header: SemicolonRecord | undefined;

  constructor(
    fields: readonly string[],
    readonly line: number,
    readonly file: string,
    header?: SemicolonRecord,
  ) {
    this.#fields = fields;
    this.#header = header;
  }

  get length(): number {
    return this.#fields.length;
  }

  field(column: number): string | undefined {
    return this.#fields[column];
  }

  /** The same record with names for its columns. Refuses a record of more fields than names. */
  under(header: SemicolonRecord): SemicolonRecord {
    if (this.length > header.length) {
      const message = `${this.length} fields under a header of ${header.length}`;
      throw new TallyError('FILE_MALFORMED', message, { file: this.file, line: this.line });
    }
    return new SemicolonRecord(this.#fields, this.line, this.file, header);
  }

  columnOf(name: string): number | undefined {
    const header = this.#header;
    const names = header === undefined ? [] : header.#fields;
    const column = names.findIndex((known) => known.trim() === name);
    return column < 0 ? undefined : column;
  }

  named(name: string): string | undefined {
    const column = this.columnOf(name);
    return column === undefined ? undefined : this.field(column);
  }
}

/**
 * Reads fields separated by semicolons, one record a line. A field that begins with a double quote
 * ends at the next single one and may hold semicolons, line ends and, doubled, quotes. Empty lines
 * are passed over.
 */
export function readRecords(text: string, file: string): SemicolonRecord[] {
  const records: SemicolonRecord[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const { fields, end, lines } = readRecord(text, at, line, file);
    if (fields.length > 1 || fields[0] !== '') {
      records.push(new SemicolonRecord(fields, line, file));
    }
    at = end;
    line += lines;
  }
  return records;
}

function readRecord(
  text: string,
  start: number,
  line: number,
  file: string,
): { fields: string[]; end: number; lines: number } {
  const fields: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    const field = text[at] === '"' ? readQuoted(text, at, line, file) : readPlain(text, at);
    fields.push(field.value);
    lines += field.lineEnds;
    at = field.end;
    if (at - start > LONGEST_LINE) {
      const message = `a record longer than ${LONGEST_LINE} characters`;
      throw new TallyError('FILE_MALFORMED', message, { file, line, column: LONGEST_LINE + 1 });
    }
    if (text[at] === ';') {
      at += 1;
      continue;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    if (at < text.length && text[at] !== '\n' && text[at] !== '\r') {
      const message = 'text after the closing quote of a field';
      throw new TallyError('FILE_MALFORMED', message, { file, line, column: at - start + 1 });
    }
    return { fields, end: at + 1, lines };
  }
}

interface Field {
  readonly value: string;
  readonly end: number;
  readonly lineEnds: number;
}

const PLAIN_END = /[;\r\n]/g;

function readPlain(text: string, start: number): Field {
  PLAIN_END.lastIndex = start;
  const end = PLAIN_END.exec(text)?.index ?? text.length;
  return { value: text.slice(start, end), end, lineEnds: 0 };
}

function readQuoted(text: string, start: number, line: number, file: string): Field {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      throw new TallyError('FILE_MALFORMED', 'a quoted field is never closed', { file, line });
    }
    if (text[quote + 1] !== '"') {
      const value = text.slice(start + 1, quote).replaceAll('""', '"');
      return { value, end: quote + 1, lineEnds: value.split('\n').length - 1 };
    }
    at = quote + 2;
  }
}
