import { BankFormatError } from '../model/bank-format.errors.js';
import { TextDecoding } from '../model/text.js';
import { csvReaderFor } from './csv-reader-for.js';
import { detectionChars, detectText, refuseBinary } from './detect.js';
import { readerFor } from './reader-for.js';
import type { BankFileSink } from '../model/statement-sink.js';
import type { FileReader } from './reader-for.js';
import type { ReadOptions } from './read-options.js';

/** How many bytes are gathered before the format is judged. */
const firstBytes = detectionChars;

/**
 * Reads the bytes of one file, piece by piece, whatever its format: the first pieces are held until
 * there is enough to tell, then a reader gets them all. Pieces of 64 KB are best.
 */
export class FileReading {
  readonly #sink: BankFileSink;
  readonly #options: ReadOptions;
  readonly #decoding: TextDecoding;
  #first: Uint8Array[] = [];
  #firstLength = 0;
  #reader: FileReader | null = null;
  #saidEncoding = false;

  constructor(sink: BankFileSink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#decoding = new TextDecoding(options.encoding);
  }

  write(bytes: Uint8Array): void {
    if (this.#reader !== null) {
      this.#feed(this.#reader, this.#decoding.write(bytes));
      return;
    }
    this.#first.push(bytes);
    this.#firstLength += bytes.length;
    if (this.#firstLength >= firstBytes) this.#begin(false);
  }

  end(): void {
    const reader = this.#reader ?? this.#begin(true);
    this.#feed(reader, this.#decoding.end());
    reader.end();
  }

  #begin(last: boolean): FileReader {
    const bytes = this.#first.length === 1 ? this.#first[0] : Buffer.concat(this.#first);
    this.#first = [];
    const all = bytes ?? new Uint8Array(0);
    refuseBinary(all);
    let text = this.#decoding.write(all);
    if (last) text += this.#decoding.end();
    const reader = this.#choose(text, last);
    this.#reader = reader;
    this.#feed(reader, text);
    return reader;
  }

  #choose(text: string, whole: boolean): FileReader {
    const head = text.slice(0, detectionChars);
    if (this.#options.profile !== undefined) {
      return csvReaderFor(head, this.#options, this.#sink);
    }
    const found = detectText(head);
    const shown = found === null ? null : readerFor(found.format, this.#sink);
    if (shown !== null) return shown;
    refuseNul(head);
    // A row that the piece cut in two would mislead the guess.
    const rows = whole ? head : head.slice(0, head.lastIndexOf('\n') + 1);
    return csvReaderFor(rows, this.#options, this.#sink);
  }

  #feed(reader: FileReader, text: string): void {
    if (this.#decoding.fellBack && !this.#saidEncoding) {
      this.#saidEncoding = true;
      const message = 'the bytes are not valid UTF-8; they are read as windows-1252';
      reader.log.warn('encoding-assumed', message, null);
    }
    if (text !== '') reader.write(text);
  }
}

/** Text with a NUL is no CSV; saying so helps more than saying that no profile fits. */
function refuseNul(text: string): void {
  const nul = text.indexOf('\0');
  if (nul < 0) return;
  const before = text.slice(0, nul).split('\n');
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  throw new BankFormatError('nul-character', 'a NUL character', place);
}
