import { TallyError } from '../model/errors.js';
import { TextDecoding } from './encoding.js';
import type { ReadContext } from './file-format.js';
import { TextSource } from './text-source.js';

/** No ballot file has a line as long as this; a longer one is no ballot file. */
export const LONGEST_LINE = 1 << 20;

const NEWLINE = 10;

/**
 * Cuts a file that comes in chunks into lines without copying: `onLine(bytes, start, end)` is
 * called for the lines in turn, without their line ends. Memory is bounded by the longest line.
 */
export class LineSplitter {
  readonly #file: string;
  readonly #onLine: (bytes: Uint8Array, start: number, end: number) => void;
  readonly #source: TextSource;
  readonly #decoding: TextDecoding;
  #carry: Uint8Array = new Uint8Array(0);
  /** The number of the line in hand, from 1. */
  line = 1;

  constructor(
    { file, encoding }: Pick<ReadContext, 'file' | 'encoding'>,
    onLine: (bytes: Uint8Array, start: number, end: number) => void,
  ) {
    this.#file = file;
    this.#onLine = onLine;
    this.#source = new TextSource(file, encoding);
    this.#decoding = new TextDecoding(encoding);
  }

  push(chunk: Uint8Array): void {
    this.#take(this.#source.push(chunk));
  }

  /** The text of bytes of the line in hand. Throws FILE_MALFORMED when they are no text. */
  text(bytes: Uint8Array): string {
    return this.#decoding.decode(bytes, { file: this.#file, line: this.line });
  }

  /** What had to be assumed to read the text. */
  get notes(): string[] {
    return this.#decoding.notes;
  }

  #take(bytes: Uint8Array): void {
    let start = 0;
    if (this.#carry.length > 0) {
      const end = bytes.indexOf(NEWLINE);
      const piece = end < 0 ? bytes : bytes.subarray(0, end);
      this.#checkLength(this.#carry.length + piece.length);
      const whole = new Uint8Array(this.#carry.length + piece.length);
      whole.set(this.#carry);
      whole.set(piece, this.#carry.length);
      this.#carry = whole;
      if (end < 0) return;
      this.#carry = new Uint8Array(0);
      this.#emit(whole, 0, whole.length);
      start = end + 1;
    }
    for (;;) {
      const end = lineEnd(bytes, start);
      if (end < 0) break;
      this.#emit(bytes, start, end);
      start = end + 1;
    }
    this.#checkLength(bytes.length - start);
    // A copy: the slice of a Buffer would still be the caller's memory.
    this.#carry = new Uint8Array(bytes.subarray(start));
  }

  /** The last line, when the file does not end with a line end. */
  end(): void {
    this.#take(this.#source.end());
    if (this.#carry.length > 0) this.#emit(this.#carry, 0, this.#carry.length);
    this.#carry = new Uint8Array(0);
  }

  #emit(bytes: Uint8Array, start: number, end: number): void {
    this.#checkLength(end - start);
    const cut = end > start && bytes[end - 1] === 13 ? end - 1 : end;
    this.#onLine(bytes, start, cut);
    this.line++;
  }

  #checkLength(length: number): void {
    if (length <= LONGEST_LINE) return;
    throw new TallyError('FILE_MALFORMED', `a line longer than ${LONGEST_LINE} bytes`, {
      file: this.#file,
      line: this.line,
      column: LONGEST_LINE + 1,
    });
  }
}

/** Lines of ballots are short: looking byte by byte is faster than asking the runtime for each. */
function lineEnd(bytes: Uint8Array, start: number): number {
  const near = Math.min(start + 64, bytes.length);
  for (let at = start; at < near; at++) {
    if (bytes[at] === NEWLINE) return at;
  }
  return bytes.indexOf(NEWLINE, near);
}
