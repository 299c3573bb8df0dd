import { BankFormatError } from '../model/bank-format.errors.js';
import { TextDecoding } from '../model/text.js';
import { csvReaderFor } from './csv-reader-for.js';
import { detectionChars, detectText, refuseBinary } from './detect.js';
import { readZipped } from './read-zipped.js';
import { readerFor } from './reader-for.js';
import { isZip } from './zip.js';
import type { BankFileSink } from '../model/statement-sink.js';
import type { FileReader } from './reader-for.js';
import type { ReadOptions } from './read-options.js';

/** How many bytes are gathered before the format is judged. */
const firstBytes = detectionChars;

/** Packed statements are small; this much is held. */
const zippedMaxBytes = 64 * 1024 * 1024;

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
  /** The pieces of a ZIP archive, which has to be whole before it is read. */
  #zipped: Uint8Array[] | null = null;
  #zippedLength = 0;

  constructor(sink: BankFileSink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#decoding = new TextDecoding(options.encoding);
  }

  write(bytes: Uint8Array): void {
    if (this.#zipped !== null) {
      this.#holdZipped(this.#zipped, bytes);
      return;
    }
    if (this.#reader !== null) {
      this.#feed(this.#reader, this.#decoding.write(bytes));
      return;
    }
    this.#first.push(bytes);
    this.#firstLength += bytes.length;
    if (this.#firstLength < firstBytes) return;
    if (isZip(this.#first[0] ?? bytes)) this.#zip();
    else this.#begin(false);
  }

  end(): void {
    if (this.#zipped === null && isZip(this.#first[0] ?? new Uint8Array(0))) this.#zip();
    if (this.#zipped !== null) {
      readZipped(Buffer.concat(this.#zipped), this.#sink, (sink) => {
        return new FileReading(sink, this.#options);
      });
      return;
    }
    const reader = this.#reader ?? this.#begin(true);
    this.#feed(reader, this.#decoding.end());
    reader.end();
  }

  #zip(): void {
    this.#zipped = this.#first;
    this.#zippedLength = this.#firstLength;
    this.#first = [];
  }

  #holdZipped(pieces: Uint8Array[], bytes: Uint8Array): void {
    this.#zippedLength += bytes.length;
    if (this.#zippedLength > zippedMaxBytes) {
      throw new BankFormatError('too-large', `a ZIP archive of more than ${zippedMaxBytes} bytes`);
    }
    pieces.push(bytes);
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
    const shown = found === null ? null : readerFor(found.format, this.#sink, this.#options);
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
