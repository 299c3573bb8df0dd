import { decodeUtf16, utf16Of } from './encoding.js';
import type { Decoder, Encoding } from './encoding.js';

const CR = 13;
const LF = 10;
const NOTHING = new Uint8Array(0);

/**
 * The bytes of a text file as they come, made plain: UTF-16 becomes UTF-8, the line ends of old
 * Macintosh programs (CR alone) become LF, a byte order mark goes. Nearly all files need nothing of
 * that, and their bytes are handed on as they are.
 */
export class TextSource {
  readonly #file: string;
  readonly #given: Encoding | undefined;
  #start: Uint8Array | null = NOTHING;
  #utf16: Decoder | null = null;
  #lineEnd: 'unknown' | 'lf' | 'cr' = 'unknown';
  #endsWithCr = false;

  constructor(file: string, given: Encoding | undefined) {
    this.#file = file;
    this.#given = given;
  }

  /** The next plain bytes; what cannot be told yet is kept back. */
  push(chunk: Uint8Array): Uint8Array {
    if (this.#start === null) return this.#plain(chunk);
    const start = joined(this.#start, chunk);
    if (start.length < 4) {
      this.#start = new Uint8Array(start);
      return NOTHING;
    }
    this.#start = null;
    return this.#begin(start);
  }

  /** What was kept back. Throws FILE_MALFORMED for half a character. */
  end(): Uint8Array {
    const start = this.#start ?? NOTHING;
    this.#start = null;
    const begun = start.length > 0 ? this.#begin(start) : NOTHING;
    const rest = this.#utf16 === null ? NOTHING : this.#encoded(undefined);
    const last = this.#endsWithCr ? Uint8Array.of(LF) : NOTHING;
    return joined(joined(begun, this.#lines(rest)), last);
  }

  #begin(start: Uint8Array): Uint8Array {
    const utf16 = this.#given ?? utf16Of(start);
    if (utf16 === 'utf-16le' || utf16 === 'utf-16be') {
      this.#utf16 = new TextDecoder(utf16, { fatal: true });
      return this.#plain(start);
    }
    const isMarked = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
    return this.#plain(isMarked ? start.subarray(3) : start);
  }

  #plain(chunk: Uint8Array): Uint8Array {
    return this.#lines(this.#utf16 === null ? chunk : this.#encoded(chunk));
  }

  #encoded(chunk: Uint8Array | undefined): Uint8Array {
    const text = decodeUtf16(this.#utf16 as Decoder, chunk, this.#file);
    return new TextEncoder().encode(text);
  }

  #lines(bytes: Uint8Array): Uint8Array {
    if (this.#lineEnd === 'lf' || bytes.length === 0) return bytes;
    let found = bytes;
    if (this.#endsWithCr) found = joined(Uint8Array.of(CR), bytes);
    this.#endsWithCr = false;
    if (this.#lineEnd === 'unknown') {
      const at = found.findIndex((byte) => byte === CR || byte === LF);
      if (at === found.length - 1 && found[at] === CR) {
        this.#endsWithCr = true;
        return found.subarray(0, at);
      }
      if (at < 0) return found;
      this.#lineEnd = found[at] === CR && found[at + 1] !== LF ? 'cr' : 'lf';
    }
    if (this.#lineEnd === 'lf') return found;
    return found.map((byte) => (byte === CR ? LF : byte));
  }
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const whole = new Uint8Array(left.length + right.length);
  whole.set(left);
  whole.set(right, left.length);
  return whole;
}
