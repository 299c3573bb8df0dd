import { BankFormatError } from '../model/bank-format.errors.js';
import type { WarningLog } from '../model/statement-sink.js';

/** A field of an MT message: its tag without colons, and its lines without line ends. */
export interface MtField {
  readonly tag: string;
  readonly lines: readonly string[];
  /** Line of the tag, from 1. */
  readonly line: number;
}

/** What a stream of MT text is made of. */
export interface MtHandler {
  field(field: MtField): void;
  /** A message's end (`-` or `-}`), or its envelope with the message type (940, 942). */
  messageEnd(line: number): void;
  messageType(type: string): void;
}

const maxLineChars = 100_000;
const maxFieldLines = 2_000;
const maxFieldChars = 1_000_000;

/** Fields of MT940, 941, 942 and 950; other tags in the text of a field are part of that text. */
const knownTags = /^(?:20|21|25P?|28C?|13D?|34F|60[FM]?|61|86|62[FM]?|64|65F?|64F|90[CD]|NS)$/;

/** Fields that stand before the entries. Later, `:25:37` is a time that a line end cut in two. */
const headTags = /^(?:21|25P?|28C?|13D?|34F)$/;

const marks = /[\u0000-\u0008\u000a-\u001f]/;

const tagLine = /^\s{0,9}:([0-9]{2}[A-Z]?|NS):(.*)$/;

/** A message's end: a hyphen alone, closing blocks behind it, or what a bank puts there. */
const endLine = /^-(?:\}.*|XXX|[^\x20-\x7e]*)\s*$/;

/** Lines around messages: block headers, a BIC, a message number, printer codes. */
const envelopeLine = new RegExp(
  '^\\s*(?:\\$|\\{.*|[A-Z]{6}[A-Z0-9]{2,5}|94[02](?: \\d\\d)?|' +
    '\\d{4} \\d\\d[A-Z0-9]{8,20}|[^ -~]?4:|)\\s*$',
);

/** Cuts MT text into fields, line by line and in bounded memory. */
export class MtFields {
  readonly #handler: MtHandler;
  readonly #log: WarningLog;
  #rest = '';
  #line = 0;
  #tag: string | null = null;
  #tagLine = 0;
  #lines: string[] = [];
  #fieldChars = 0;
  /** Whether entries of the present message have begun, and its closing balance has not come. */
  #inEntries = false;
  /** A line `:20:` in the text of an entry; the next line tells whether it began a message. */
  #doubtful: string | null = null;
  /** Lines that have ended without a field to belong to. */
  #ended = true;

  constructor(handler: MtHandler, log: WarningLog) {
    this.#handler = handler;
    this.#log = log;
  }

  write(text: string): void {
    const all = this.#rest + text;
    const lines = all.includes('\r') ? all.split(/\r\n|\n|\r(?!$)/) : all.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#raw(line);
    if (this.#rest.length > maxLineChars) this.#tooLong();
  }

  end(): void {
    if (this.#rest !== '') this.#raw(this.#rest.replace(/\r$/, ''));
    this.#rest = '';
    this.#settleDoubt(null);
    this.#close();
  }

  #tooLong(): never {
    const place = { line: this.#line + 1, column: 1 };
    throw new BankFormatError('too-large', `a line of more than ${maxLineChars} characters`, place);
  }

  #raw(raw: string): void {
    if (raw.length > maxLineChars) this.#tooLong();
    this.#line += 1;
    const nul = raw.indexOf('\0');
    if (nul >= 0) {
      const place = { line: this.#line, column: nul + 1 };
      throw new BankFormatError('nul-character', 'a NUL character', place);
    }
    // Start and end of transmission marks stand around some banks' messages.
    this.#text(marks.test(raw) ? raw.replaceAll(/[\u0000-\u0008\u000a-\u001f]/g, '') : raw);
  }

  #text(line: string): void {
    if (this.#settleDoubt(line)) return;
    const numbered = /^\s{0,9}:(94[0-9]|950):\s*$/.exec(line)?.[1];
    if (numbered !== undefined) {
      // Rabobank puts the number of the message on a line of its own before each.
      this.#end(line);
      this.#handler.messageType(numbered);
      return;
    }
    const match = tagLine.exec(line);
    const tag = match?.[1] ?? '';
    if (match !== null && this.#begins(tag, match[2] ?? '')) {
      if (tag === '20' && this.#tag === '86' && this.#inEntries) {
        this.#doubtful = line;
        return;
      }
      this.#begin(tag, match[2] ?? '');
    } else if (endLine.test(line)) {
      this.#end(line);
    } else if (/^\s*\{[1-5]:/.test(line)) {
      this.#envelope(line);
    } else {
      this.#continue(line, match === null ? null : tag);
    }
  }

  /** Decides on a doubtful `:20:` by the line after it. True when that line was used up. */
  #settleDoubt(next: string | null): boolean {
    const doubtful = this.#doubtful;
    if (doubtful === null) return false;
    this.#doubtful = null;
    const begins = next !== null && /^\s{0,9}:(?:2[1458]|13|34|60|86|NS)/.test(next);
    const match = tagLine.exec(doubtful);
    if (!begins || match === null) {
      this.#lines.push(doubtful);
      return false;
    }
    this.#line -= 1;
    this.#begin('20', match[2] ?? '');
    this.#line += 1;
    return false;
  }

  #begins(tag: string, value: string): boolean {
    if (!knownTags.test(tag)) return false;
    const inText = this.#inEntries && (this.#tag === '86' || this.#tag === '61');
    if (!inText) return true;
    if (headTags.test(tag)) return false;
    return tag !== '61' || /^\s*\d{6}/.test(value) || this.#tag === '61';
  }

  #begin(tag: string, value: string): void {
    this.#close();
    this.#ended = false;
    this.#tag = tag;
    this.#tagLine = this.#line;
    this.#lines = [value];
    this.#fieldChars = 0;
    if (tag === '61') this.#inEntries = true;
    else if (/^(?:20|60|62|90)/.test(tag)) this.#inEntries = false;
  }

  #close(): void {
    if (this.#tag === null) return;
    const field = { tag: this.#tag, lines: this.#lines, line: this.#tagLine };
    this.#tag = null;
    this.#lines = [];
    this.#handler.field(field);
  }

  #end(line: string): void {
    this.#close();
    this.#inEntries = false;
    this.#ended = true;
    this.#handler.messageEnd(this.#line);
    const next = line.indexOf('{1:');
    if (next >= 0) this.#envelope(line.slice(next));
  }

  /** Block headers; the first field may follow the `{4:` on its line. */
  #envelope(line: string): void {
    const type = /\{2:[IO](\d{3})/.exec(line)?.[1];
    if (type !== undefined) this.#handler.messageType(type);
    const text = /\{4:\s*(\S.*)$/.exec(line)?.[1];
    if (text !== undefined) this.#text(text);
  }

  #continue(line: string, tag: string | null): void {
    if (this.#tag !== null && !(this.#ended && envelopeLine.test(line))) {
      this.#fieldChars += line.length;
      if (this.#lines.length >= maxFieldLines || this.#fieldChars > maxFieldChars) {
        const place = { line: this.#line, column: 1 };
        throw new BankFormatError('too-large', 'a field of too many lines or characters', place);
      }
      const text = this.#tag === '86' || this.#tag === '61' || this.#tag === 'NS';
      if (tag !== null && !text) this.#unknown(tag, line);
      else this.#lines.push(line);
      return;
    }
    const number = /^\s*(94[02])(?: \d\d)?\s*$/.exec(line)?.[1];
    if (number !== undefined) this.#handler.messageType(number);
    if (tag !== null) this.#unknown(tag, line);
    else if (!envelopeLine.test(line)) {
      const message = `a line outside the messages is not read: '${line.trim().slice(0, 40)}'`;
      this.#log.warn('line-ignored', message, this.#line);
    }
  }

  #unknown(tag: string, line: string): void {
    const message = `the field :${tag}: is not read: '${line.trim().slice(0, 40)}'`;
    this.#log.warn('field-unknown', message, this.#line);
  }
}
