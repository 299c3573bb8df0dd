import { TextDecoder } from 'node:util';
import { BankFormatError } from './bank-format.errors.js';

/** Text of a file, and how its bytes were understood. */
export interface DecodedText {
  readonly text: string;
  /** `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, or what an XML declaration named. */
  readonly encoding: string;
  /** True when UTF-8 was claimed or tried and the bytes turned out to be something else. */
  readonly fellBack: boolean;
}

/** Bytes 0x80 to 0x9F of code page 1252; the five that it leaves open stay control characters. */
const cp1252High =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021' +
  '\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014' +
  '\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

function decodeCp1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return latin1.replace(/[\u0080-\u009f]/g, (c) => cp1252High[c.charCodeAt(0) - 0x80] ?? c);
}

/** How many bytes at the start are enough to tell the encoding. */
const headBytes = 1024;

const xmlDeclaration = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']/;

/** Latin-1 is read as cp1252, as the web does: they differ in control characters alone. */
const singleByte = /^(?:iso[-_]?8859[-_]?1|latin[-_]?1|l1|windows-1252|cp-?1252|us-ascii|ascii)$/i;

function labelled(label: string): string {
  if (/^utf-?8$/i.test(label)) return 'utf-8';
  // UTF-16 would have shown in the bytes: a declaration that was readable byte by byte is wrong.
  if (/^utf-?16|^ucs-?2/i.test(label)) return 'utf-8';
  return singleByte.test(label) ? 'windows-1252' : label.toLowerCase();
}

/** The encoding by byte order mark, by the pattern of UTF-16, or by XML declaration; else UTF-8. */
function encodingOf(head: Uint8Array): { encoding: string; bomBytes: number } {
  const [a, b, c, d] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', bomBytes: 3 };
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { encoding: 'utf-32', bomBytes: 4 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', bomBytes: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', bomBytes: 2 };
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return { encoding: 'utf-16le', bomBytes: 0 };
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return { encoding: 'utf-16be', bomBytes: 0 };
  const declared = xmlDeclaration.exec(decodeCp1252(head.subarray(0, headBytes)))?.[1];
  return { encoding: declared === undefined ? 'utf-8' : labelled(declared), bomBytes: 0 };
}

function decoderFor(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  } catch {
    throw new BankFormatError('encoding-unreadable', `no such character encoding: ${encoding}`);
  }
}

/**
 * Turns the bytes of a file into text piece by piece. A UTF-8 that proves false becomes
 * cp1252 from the piece on that proved it; with pieces of 64 KB that is the whole of most files.
 */
export class TextDecoding {
  #decoder: TextDecoder | null = null;
  #encoding: string;
  #fellBack = false;
  #head: Uint8Array | null = new Uint8Array(0);
  /** Bytes of an unfinished UTF-8 character, kept so that a fall-back can decode them again. */
  #carried: Uint8Array = new Uint8Array(0);

  /** @param encoding What the caller knows better than the file; by default the file says. */
  constructor(encoding?: string) {
    this.#encoding = encoding === undefined ? '' : labelled(encoding);
  }

  /** Empty until enough bytes came to tell. */
  get encoding(): string {
    return this.#encoding;
  }

  get fellBack(): boolean {
    return this.#fellBack;
  }

  /** The text of the next bytes; may be empty, and may hold back an unfinished character. */
  write(bytes: Uint8Array): string {
    if (this.#head === null) return this.#decode(bytes, false);
    this.#head = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    return this.#head.length < headBytes ? '' : this.#begin(false);
  }

  /** The rest of the text. A character cut in half by the end of the file is an error. */
  end(): string {
    return this.#head === null ? this.#decode(new Uint8Array(0), true) : this.#begin(true);
  }

  #begin(last: boolean): string {
    const head = this.#head ?? new Uint8Array(0);
    this.#head = null;
    const found = encodingOf(head);
    if (this.#encoding === '') this.#encoding = found.encoding;
    if (this.#encoding !== 'windows-1252') this.#decoder = decoderFor(this.#encoding);
    return this.#decode(head.subarray(found.bomBytes), last);
  }

  #decode(bytes: Uint8Array, last: boolean): string {
    if (this.#decoder === null) return decodeCp1252(bytes);
    try {
      const text = this.#decoder.decode(bytes, { stream: !last });
      this.#carried = last ? new Uint8Array(0) : unfinishedTail(this.#carried, bytes);
      return text;
    } catch {
      if (this.#encoding !== 'utf-8') {
        throw new BankFormatError(
          'encoding-unreadable',
          `the bytes are not valid ${this.#encoding} text`,
        );
      }
      this.#encoding = 'windows-1252';
      this.#fellBack = true;
      this.#decoder = null;
      return decodeCp1252(Buffer.concat([this.#carried, bytes]));
    }
  }
}

/** The bytes at the end of valid UTF-8 that begin a character and do not complete it. */
function unfinishedTail(before: Uint8Array, bytes: Uint8Array): Uint8Array {
  const all = bytes.length < 4 ? Buffer.concat([before, bytes]) : bytes;
  for (let back = 1; back <= Math.min(3, all.length); back += 1) {
    const byte = all[all.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? all.slice(all.length - back) : new Uint8Array(0);
    }
  }
  return new Uint8Array(0);
}

/** The whole of a file's bytes as text. */
export function decodeText(bytes: Uint8Array, encoding?: string): DecodedText {
  const decoding = new TextDecoding(encoding);
  const text = decoding.write(bytes) + decoding.end();
  return { text, encoding: decoding.encoding, fellBack: decoding.fellBack };
}
